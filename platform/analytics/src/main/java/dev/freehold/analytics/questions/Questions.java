package dev.freehold.analytics.questions;

import dev.freehold.eventstore.Answer;
import dev.freehold.eventstore.Dialect;
import dev.freehold.eventstore.EventStore;
import dev.freehold.eventstore.Query;
import dev.freehold.eventstore.QueryTimeout;
import dev.freehold.eventstore.Question;
import dev.freehold.eventstore.RowMapper;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.http.ClientConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/** Asks the event store in a caller's tenant, for a limited time. */
@Component
public class Questions {

  /** How long one statement may take. */
  public static final Duration LIMIT = Duration.ofSeconds(30);

  private final EventStore store;
  private final Clock clock;

  public Questions(EventStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  public Instant now() {
    return clock.instant();
  }

  public SqlText sql() {
    return new SqlText(dialect());
  }

  public Dialect dialect() {
    return store.dialect();
  }

  /**
   * All rows of an answer. When the client of the request leaves, the query is cancelled.
   *
   * @throws QueryTimeout after {@link #LIMIT}
   */
  public <T> List<T> rows(Caller caller, Query query, RowMapper<T> mapper) {
    return ClientConnection.whileThere(() -> store.query(caller.tenantId(), query, LIMIT, mapper));
  }

  /**
   * The answer to a question that rollups may answer.
   *
   * @throws QueryTimeout after {@link #LIMIT}
   */
  public Answer ask(Caller caller, Question question) {
    return ClientConnection.whileThere(() -> store.ask(caller.tenantId(), question, LIMIT));
  }
}
