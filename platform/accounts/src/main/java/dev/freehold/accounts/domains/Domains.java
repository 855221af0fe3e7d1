package dev.freehold.accounts.domains;

import dev.freehold.accounts.Tokens;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.KernelSettings;
import dev.freehold.kernel.db.Rows;
import dev.freehold.kernel.db.TenantDb;
import dev.freehold.kernel.error.Conflict;
import dev.freehold.kernel.error.NotFound;
import dev.freehold.kernel.error.Unavailable;
import dev.freehold.kernel.http.Page;
import dev.freehold.kernel.http.PageRequest;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Hosts of a tenant: claimed, proven, given up. */
@Component
public class Domains {

  static final int MOST = 20;

  private static final int TOKEN_LENGTH = 32;

  private static final String SELECT =
      """
      select id, host, token, verified_at, checked_at, missing_since, created_at
      from accounts.custom_domain
      where tenant_id = :tenant
      """;

  private final TenantDb db;
  private final TxtRecords dns;
  private final HostBrands brands;
  private final Clock clock;
  private final String ownUrl;

  Domains(TenantDb db, TxtRecords dns, HostBrands brands, Clock clock, KernelSettings settings) {
    this.db = db;
    this.dns = dns;
    this.brands = brands;
    this.clock = clock;
    this.ownUrl = settings.url();
  }

  /** Claims a host. Others may claim it as well: it is theirs who prove it first. */
  public CustomDomain claim(Caller caller, String host) {
    var checked = HostName.checked(host, ownUrl);
    try {
      return db.inTenant(
          caller,
          sql -> {
            checkRoom(sql, caller);
            return sql.sql(
                    """
                    insert into accounts.custom_domain (host, token) values (:host, :token)
                    returning id, host, token, verified_at, checked_at, missing_since, created_at
                    """)
                .param("host", checked)
                .param("token", Tokens.random(TOKEN_LENGTH))
                .query(Rows.of(CustomDomain.Row.class))
                .single()
                .domain();
          });
    } catch (DuplicateKeyException e) {
      throw new Conflict(
          DomainsError.DOMAIN_CLAIMED, "The host " + checked + " is among your domains already.");
    }
  }

  /** The tenant's row is locked, so that two claims at once count one after the other. */
  private static void checkRoom(JdbcClient sql, Caller caller) {
    sql.sql("select 1 from accounts.tenant where tenant_id = :tenant for no key update")
        .param("tenant", caller.tenantId())
        .query(Integer.class)
        .optional();
    var claimed =
        sql.sql("select count(*) from accounts.custom_domain where tenant_id = :tenant")
            .param("tenant", caller.tenantId())
            .query(Long.class)
            .single();
    if (claimed >= MOST) {
      throw new Conflict(
          DomainsError.TOO_MANY_DOMAINS, "A tenant may claim " + MOST + " hosts. Give one up.");
    }
  }

  /** Newest first. */
  public Page<CustomDomain> list(Caller caller, PageRequest page) {
    return page.of(
        db
            .read(
                caller,
                SELECT + " and id < :after order by id desc limit :limit",
                page.values(),
                Rows.of(CustomDomain.Row.class))
            .stream()
            .map(CustomDomain.Row::domain)
            .toList(),
        CustomDomain::id);
  }

  public CustomDomain get(Caller caller, UUID id) {
    return db.readOne(
            caller, SELECT + " and id = :id", Map.of("id", id), Rows.of(CustomDomain.Row.class))
        .map(CustomDomain.Row::domain)
        .orElseThrow(() -> notFound(id));
  }

  /**
   * Looks for the record in the DNS, outside any transaction, and keeps that it is there.
   *
   * @throws Conflict if it is not, or if another tenant proved the host before
   * @throws Unavailable if the DNS does not answer
   */
  public CustomDomain verify(Caller caller, UUID id) {
    var domain = get(caller, id);
    if (!isProven(domain)) {
      throw new Conflict(
          DomainsError.DOMAIN_NOT_PROVEN,
          "The DNS has no TXT record "
              + domain.recordName()
              + " with the value "
              + domain.recordValue()
              + ". After a change it may take up to the record's old lifetime.");
    }
    try {
      var verified = db.inTenant(caller, sql -> keep(sql, caller, id));
      brands.forget(domain.host());
      return verified;
    } catch (DuplicateKeyException e) {
      throw new Conflict(
          DomainsError.DOMAIN_TAKEN,
          "Another organisation has proven "
              + domain.host()
              + " before. It loses the host seven days after its own record has gone.");
    }
  }

  private boolean isProven(CustomDomain domain) {
    try {
      return dns.of(domain.recordName()).contains(domain.recordValue());
    } catch (TxtRecords.DnsUnreachable e) {
      throw new Unavailable(
          DomainsError.DNS_UNREACHABLE, "The DNS gave no answer. Try again in a minute.", e);
    }
  }

  private CustomDomain keep(JdbcClient sql, Caller caller, UUID id) {
    return sql.sql(
            """
            update accounts.custom_domain
            set verified_at = coalesce(verified_at, :now), checked_at = :now, missing_since = null
            where tenant_id = :tenant and id = :id
            returning id, host, token, verified_at, checked_at, missing_since, created_at
            """)
        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
        .param("tenant", caller.tenantId())
        .param("id", id)
        .query(Rows.of(CustomDomain.Row.class))
        .optional()
        .orElseThrow(() -> notFound(id))
        .domain();
  }

  /** Gives a host up: it shows this tenant no more. */
  public void remove(Caller caller, UUID id) {
    var host =
        db.inTenant(
            caller,
            sql ->
                sql.sql(
                        """
                        delete from accounts.custom_domain
                        where tenant_id = :tenant and id = :id
                        returning host
                        """)
                    .param("tenant", caller.tenantId())
                    .param("id", id)
                    .query(String.class)
                    .optional()
                    .orElseThrow(() -> notFound(id)));
    brands.forget(host);
  }

  private static NotFound notFound(UUID id) {
    return new NotFound(DomainsError.DOMAIN_NOT_FOUND, "There is no domain " + id + ".");
  }
}
