package dev.freehold.accounts.domains;

import dev.freehold.kernel.Actor;
import dev.freehold.kernel.db.PlatformDb;
import dev.freehold.kernel.db.Rows;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Looks once a day whether verified hosts still have their record. One whose record has been
 * missing for {@link #GRACE} is not verified any more; a DNS that does not answer changes nothing.
 */
@Component
class DomainChecks {

  static final Duration GRACE = Duration.ofDays(7);
  static final Duration PAUSE = Duration.ofDays(1);

  private static final Logger log = LoggerFactory.getLogger(DomainChecks.class);
  private static final Actor ACTOR = new Actor(Actor.Kind.SYSTEM, null, "domain checks");
  private static final int MOST_AT_ONCE = 200;

  private record Due(UUID tenantId, UUID id, String host, String token) {}

  private final PlatformDb db;
  private final TxtRecords dns;
  private final HostBrands brands;
  private final Clock clock;

  DomainChecks(PlatformDb db, TxtRecords dns, HostBrands brands, Clock clock) {
    this.db = db;
    this.dns = dns;
    this.brands = brands;
    this.clock = clock;
  }

  void run() {
    for (var domain : due()) {
      keep(domain, find(domain));
      brands.forget(domain.host());
    }
  }

  private List<Due> due() {
    return db.acrossTenants(
        ACTOR,
        "domain checks",
        sql ->
            sql.sql(
                    """
                    select tenant_id, id, host, token from accounts.custom_domain
                    where verified_at is not null and checked_at <= :before
                    order by checked_at limit :most
                    """)
                .param("before", clock.instant().minus(PAUSE).atOffset(ZoneOffset.UTC))
                .param("most", MOST_AT_ONCE)
                .query(Rows.of(Due.class))
                .list());
  }

  /** Whether the record is there; null if nobody can say. */
  private @Nullable Boolean find(Due domain) {
    try {
      return dns.of(CustomDomain.PREFIX + domain.host())
          .contains(CustomDomain.VALUE + domain.token());
    } catch (TxtRecords.DnsUnreachable e) {
      log.warn("the DNS does not answer for {}: {}", domain.host(), e.getMessage());
      return null;
    }
  }

  /**
   * In one statement, so that a tenant that verifies or gives up at this moment is not undone. One
   * that nobody could say anything about waits for its next turn as well, or it would hold up all
   * others.
   */
  private void keep(Due domain, @Nullable Boolean found) {
    var now = clock.instant();
    db.acrossTenants(
        ACTOR,
        "domain checks",
        sql ->
            sql.sql(
                    """
                    update accounts.custom_domain set
                      checked_at = :now,
                      verified_at = case
                        when :missing and missing_since <= :before then null else verified_at end,
                      missing_since = case
                        when :found or :missing and missing_since <= :before then null
                        when :missing then coalesce(missing_since, :now)
                        else missing_since end
                    where tenant_id = :tenant and id = :id and verified_at is not null
                      and checked_at < :now
                    """)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("found", Boolean.TRUE.equals(found))
                .param("missing", Boolean.FALSE.equals(found))
                .param("before", now.minus(GRACE).atOffset(ZoneOffset.UTC))
                .param("tenant", domain.tenantId())
                .param("id", domain.id())
                .update());
  }
}
