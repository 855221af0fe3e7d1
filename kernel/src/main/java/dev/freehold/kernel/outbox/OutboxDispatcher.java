package dev.freehold.kernel.outbox;

import dev.freehold.kernel.Actor;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.db.PlatformDb;
import dev.freehold.kernel.db.Rows;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Hands published facts to their subscribers, oldest first, until each has taken them. A fact whose
 * subscriber fails waits longer each time, up to an hour, and holds up no other.
 */
public final class OutboxDispatcher {

  static final int BATCH = 100;

  private static final Logger log = LoggerFactory.getLogger(OutboxDispatcher.class);
  private static final Actor ACTOR = new Actor(Actor.Kind.SYSTEM, null, "outbox");

  private record Fact(UUID tenantId, UUID id, String type, JsonNode payload, String requestId) {}

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
      var batch = db.acrossTenants(ACTOR, "outbox", this::deliverBatch);
      delivered += batch.delivered();
      if (batch.seen() < BATCH) {
        return delivered;
      }
    }
  }

  private record Batch(int seen, int delivered) {}

  private Batch deliverBatch(JdbcClient sql) {
    var due =
        sql.sql(
                """
                select tenant_id, id, type, payload, request_id
                from kernel.outbox
                where published_at is null and next_attempt_at <= now()
                order by id
                limit :limit
                for update skip locked
                """)
            .param("limit", BATCH)
            .query(Rows.of(Fact.class))
            .list();
    int delivered = 0;
    for (var fact : due) {
      delivered += deliver(sql, fact) ? 1 : 0;
    }
    return new Batch(due.size(), delivered);
  }

  private boolean deliver(JdbcClient sql, Fact fact) {
    try {
      subscribers.stream()
          .filter(subscriber -> subscriber.type().equals(fact.type()))
          .forEach(subscriber -> hand(subscriber, fact));
      mark(sql, fact, "published_at = now()");
      return true;
    } catch (RuntimeException e) {
      log.warn("fact {} {} will be delivered again", fact.type(), fact.id(), e);
      mark(
          sql,
          fact,
          "next_attempt_at = now() + least(interval '1 hour', interval '1 second' * 2 ^ least(attempts, 12))");
      return false;
    }
  }

  private <T extends Record> void hand(Subscriber<T> subscriber, Fact fact) {
    var caller = Caller.system(fact.tenantId(), "outbox", fact.requestId());
    subscriber.reaction().accept(caller, json.treeToValue(fact.payload(), subscriber.fact()));
  }

  private static void mark(JdbcClient sql, Fact fact, String change) {
    sql.sql(
            "update kernel.outbox set attempts = attempts + 1, "
                + change
                + " where tenant_id = :tenant and id = :id")
        .param("tenant", fact.tenantId())
        .param("id", fact.id())
        .update();
  }
}
