package dev.freehold.accounts.sso;

import dev.freehold.accounts.Role;
import dev.freehold.accounts.Tokens;
import dev.freehold.accounts.members.RoleLimit;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.db.Rows;
import dev.freehold.kernel.db.TenantDb;
import dev.freehold.kernel.error.ApiException;
import dev.freehold.kernel.error.Conflict;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.error.NotFound;
import dev.freehold.kernel.error.Unavailable;
import dev.freehold.kernel.net.OutboundFailed;
import dev.freehold.kernel.net.TextRecords;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;

/**
 * The domains whose addresses a tenant's provider speaks for. Claiming one does nothing; a record
 * in its DNS proves the claim, and of a proven domain there is one tenant.
 */
@Component
public class SsoDomains {

  static final int MOST = 50;
  static final String PREFIX = "_freehold-challenge.";
  static final String MARK = "freehold-domain=";

  private static final int CHALLENGE_LENGTH = 43;
  private static final Pattern DOMAIN =
      Pattern.compile("(?=.{3,189}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z][a-z0-9-]{1,62}");

  private final TenantDb db;
  private final RoleLimit limit;
  private final TextRecords records;

  SsoDomains(TenantDb db, RoleLimit limit, TextRecords records) {
    this.db = db;
    this.limit = limit;
    this.records = records;
  }

  /** By name. */
  public List<SsoDomain> list(Caller caller) {
    return db.read(
        caller,
        "select * from accounts.sso_domain where tenant_id = :tenant order by domain",
        Map.of(),
        Rows.of(SsoDomain.class));
  }

  SsoDomain get(Caller caller, UUID id) {
    return db.readOne(
            caller,
            "select * from accounts.sso_domain where tenant_id = :tenant and id = :id",
            Map.of("id", id),
            Rows.of(SsoDomain.class))
        .orElseThrow(() -> notFound(id));
  }

  /** Claims a domain; claiming it again answers with the claim that is there. */
  public SsoDomain claim(Caller caller, String wanted) {
    limit.check(caller, Role.ADMIN);
    var domain = wanted.strip().toLowerCase(Locale.ROOT);
    if (!DOMAIN.matcher(domain).matches()) {
      throw Invalid.field("domain", "must be a domain such as acme.example");
    }
    if (list(caller).size() >= MOST) {
      throw Invalid.field("domain", "would be one too many; a tenant has at most " + MOST);
    }
    return db.inTenant(
        caller,
        sql ->
            sql.sql(
                    """
                    insert into accounts.sso_domain (tenant_id, domain, challenge)
                    values (:tenant, :domain, :challenge)
                    on conflict (tenant_id, domain) do update set proven_at = sso_domain.proven_at
                    returning *
                    """)
                .param("tenant", caller.tenantId())
                .param("domain", domain)
                .param("challenge", Tokens.random(CHALLENGE_LENGTH))
                .query(Rows.of(SsoDomain.class))
                .single());
  }

  /** Looks the record up and takes the claim for proven if it is there. */
  public SsoDomain prove(Caller caller, UUID id) {
    limit.check(caller, Role.ADMIN);
    var claimed = get(caller, id);
    if (claimed.provenAt() != null) {
      return claimed;
    }
    if (!hasRecord(claimed)) {
      throw new Conflict(
          SsoError.SSO_DOMAIN_NOT_PROVEN,
          "There is no TXT record "
              + claimed.recordName()
              + " with this value yet. New records can take some minutes to be seen.");
    }
    try {
      return db.inTenant(
          caller,
          sql ->
              sql.sql(
                      """
                      update accounts.sso_domain set proven_at = coalesce(proven_at, now())
                      where tenant_id = :tenant and id = :id
                      returning *
                      """)
                  .param("tenant", caller.tenantId())
                  .param("id", id)
                  .query(Rows.of(SsoDomain.class))
                  .optional()
                  .orElseThrow(() -> notFound(id)));
    } catch (DuplicateKeyException e) {
      throw new Conflict(
          SsoError.SSO_DOMAIN_TAKEN,
          "Another tenant proved " + claimed.domain() + " and has to remove it first.");
    }
  }

  private boolean hasRecord(SsoDomain claimed) throws ApiException {
    try {
      return records.of(claimed.recordName()).contains(claimed.recordValue());
    } catch (OutboundFailed e) {
      throw new Unavailable(SsoError.SSO_PROVIDER_FAILED, e.getMessage() + ". Try again.", e);
    }
  }

  /** Gives a domain up; people who came through the provider stay members. */
  public void remove(Caller caller, UUID id) {
    limit.check(caller, Role.ADMIN);
    db.inTenant(
        caller,
        sql -> {
          int gone =
              sql.sql("delete from accounts.sso_domain where tenant_id = :tenant and id = :id")
                  .param("tenant", caller.tenantId())
                  .param("id", id)
                  .update();
          if (gone == 0) {
            throw notFound(id);
          }
          return null;
        });
  }

  private static NotFound notFound(UUID id) {
    return new NotFound(SsoError.SSO_DOMAIN_NOT_FOUND, "There is no domain " + id + ".");
  }
}
