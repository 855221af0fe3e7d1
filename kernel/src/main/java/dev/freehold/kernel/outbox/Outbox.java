package dev.freehold.kernel.outbox;

import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Publishes a fact in the transaction that makes it true. */
public final class Outbox {

  private final JsonMapper json;

  public Outbox(JsonMapper json) {
    this.json = json;
  }

  /**
   * Other modules see the fact after the transaction commits, at least once.
   *
   * @param fact a record; its simple name in snake case is the type, {@code tenant_closed}
   */
  public void publish(JdbcClient sql, Record fact) {
    sql.sql("insert into kernel.outbox (type, payload) values (:type, :payload::jsonb)")
        .param("type", Subscriber.type(fact.getClass()))
        .param("payload", json.writeValueAsString(fact))
        .update();
  }
}
