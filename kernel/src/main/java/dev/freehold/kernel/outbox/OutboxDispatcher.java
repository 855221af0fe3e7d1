package dev.freehold.kernel.outbox;

import dev.freehold.kernel.Actor;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.db.PlatformDb;
import dev.freehold.kernel.db.Rows;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Hands published facts to their subscribers, oldest first, until each has taken them. A fact whose
 * subscriber fails waits longer each time, up to an hour, and holds up no other.
 *
 * <p>A dispatcher leases the facts it works on, and no transaction stays open while a subscriber
 * works: what one subscriber does cannot undo what was noted of another, and facts whose dispatcher
 * died come back when the lease ends. Facts of a tenant that is held wait until it is not.
 */
public final class OutboxDispatcher {

  static final int BATCH = 100;
  static final Duration LEASE = Duration.ofMinutes(1);
  static final Duration HOLD = Duration.ofMinutes(1);

  private static final Logger log = LoggerFactory.getLogger(OutboxDispatcher.class);
  private static final Actor ACTOR = new Actor(Actor.Kind.SYSTEM, null, "outbox");

  private record Fact(
      UUID tenantId, UUID id, String type, JsonNode payload, String requestId, boolean held) {}

  private final PlatformDb db;
  private final List<Subscriber<?>> subscribers;
  private final JsonMapper json;

  public OutboxDispatcher(PlatformDb db, List<Subscriber<?>> subscribers, JsonMapper json) {
    this.db = db;
    this.subscribers = List.copyOf(subscribers);
    this.json = json;
  }

  /** Delivers what is due; returns how many facts all their subscribers took. */
  public int dispatch() {
    int delivered = 0;
    while (true) {
      var leasedAt = System.nanoTime();
      var leased = db.acrossTenants(ACTOR, "outbox", OutboxDispatcher::lease);
      for (var fact : leased) {
        if (System.nanoTime() - leasedAt > LEASE.toNanos() / 2) {
          return delivered;
        }
        delivered += !fact.held() && deliver(fact) ? 1 : 0;
      }
      if (leased.size() < BATCH) {
        return delivered;
      }
    }
  }

  private static List<Fact> lease(JdbcClient sql) {
    return sql
        .sql(
            """
            with due as (
              select tenant_id, id, lookup.is_held(tenant_id) as held
              from kernel.outbox
              where published_at is null and next_attempt_at <= now()
              order by next_attempt_at, id
              limit :limit
              for update skip locked
            )
            update kernel.outbox fact
            set attempts = attempts + case when held then 0 else 1 end,
              next_attempt_at =
                now() + make_interval(secs => case when held then :hold else :lease end)
            from due
            where fact.tenant_id = due.tenant_id and fact.id = due.id
            returning fact.tenant_id, fact.id, fact.type, fact.payload, fact.request_id, held
            """)
        .param("limit", BATCH)
        .param("lease", LEASE.toSeconds())
        .param("hold", HOLD.toSeconds())
        .query(Rows.of(Fact.class))
        .stream()
        .sorted(Comparator.comparing(fact -> fact.id().toString()))
        .toList();
  }

  private boolean deliver(Fact fact) {
    try (var tenant = MDC.putCloseable("tenant", fact.tenantId().toString());
        var request = MDC.putCloseable("request_id", fact.requestId())) {
      for (var subscriber : subscribers) {
        if (subscriber.type().equals(fact.type())) {
          hand(subscriber, fact);
        }
      }
      mark(fact, "update kernel.outbox set published_at = now()");
      return true;
    } catch (RuntimeException e) {
      log.warn("fact {} {} will be delivered again", fact.type(), fact.id(), e);
      mark(
          fact,
          """
          update kernel.outbox
          set next_attempt_at =
            now() + least(interval '1 hour', interval '1 second' * 2 ^ least(attempts - 1, 12))
          """);
      return false;
    }
  }

  private <T extends Record> void hand(Subscriber<T> subscriber, Fact fact) {
    var caller = Caller.system(fact.tenantId(), "outbox", fact.requestId());
    subscriber.reaction().accept(caller, json.treeToValue(fact.payload(), subscriber.fact()));
  }

  private void mark(Fact fact, String change) {
    db.acrossTenants(
        ACTOR,
        "outbox",
        sql ->
            sql.sql(change + " where tenant_id = :tenant and id = :id and published_at is null")
                .param("tenant", fact.tenantId())
                .param("id", fact.id())
                .update());
  }
}
