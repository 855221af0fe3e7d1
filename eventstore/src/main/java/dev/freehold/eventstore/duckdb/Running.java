package dev.freehold.eventstore.duckdb;

import dev.freehold.eventstore.EventStoreUnavailable;
import dev.freehold.eventstore.Query;
import dev.freehold.eventstore.duckdb.rollup.Collected;
import dev.freehold.eventstore.duckdb.segments.Version;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** One query on its way, which another thread may cancel. */
final class Running<T> implements Runnable {

  /** The most rows of an answer, which is held in memory whole. */
  static final int MAX_ROWS = 1_000_000;

  private static final long CANCEL_AGAIN_MILLIS = 5;

  /** Says what to run, once it is known what can be seen. */
  @FunctionalInterface
  interface Text {
    Query in(DuckDBConnection connection, Version version) throws SQLException;
  }

  private final Snapshots snapshots;
  private final String name;
  private final Text text;
  private final Supplier<Collected<T>> collected;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean cancelled;
  private volatile @Nullable PreparedStatement statement;
  private volatile @Nullable List<T> rows;
  private volatile @Nullable Throwable failure;

  /**
   * @param name what to call it when it fails
   */
  Running(Snapshots snapshots, String name, Text text, Supplier<Collected<T>> collected) {
    this.snapshots = snapshots;
    this.name = name;
    this.text = text;
    this.collected = collected;
  }

  @Override
  public void run() {
    try {
      rows = answer();
    } catch (Throwable e) {
      failure = e;
    } finally {
      ended.countDown();
    }
  }

  boolean await(Duration limit) throws InterruptedException {
    return ended.await(limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  List<T> result() {
    var answer = rows;
    if (answer != null) {
      return answer;
    }
    var cause = failure;
    if (cause instanceof SQLException e) {
      throw failed(e);
    }
    if (cause instanceof RuntimeException e) {
      throw e;
    }
    if (cause instanceof Error e) {
      throw e;
    }
    throw new IllegalStateException("the query ended without an answer", cause);
  }

  /** Ends a query that no thread has taken up. */
  void abandon() {
    ended.countDown();
  }

  void cancel() {
    cancelled = true;
    var running = statement;
    if (running != null) {
      try {
        running.cancel();
      } catch (SQLException e) {
        // It ended just now.
      }
    }
  }

  /** A cancel that comes just before the engine starts is lost, so it is said again. */
  void awaitEnd() {
    boolean interrupted = false;
    boolean done = false;
    while (!done) {
      try {
        done = ended.await(CANCEL_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
      if (!done) {
        cancel();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private List<T> answer() throws SQLException {
    return snapshots.read(
        (connection, version) -> {
          var answer = answer(connection, version);
          // A late cancel would hit whoever is lent the connection next.
          requireWanted();
          return answer;
        });
  }

  private List<T> answer(DuckDBConnection connection, Version version) throws SQLException {
    var query = text.in(connection, version);
    try (var prepared = connection.prepareStatement(query.sql())) {
      bind(prepared, query.values());
      statement = prepared;
      requireWanted();
      var answer = collected.get();
      try (var row = prepared.executeQuery()) {
        while (row.next()) {
          requireWanted();
          if (answer.size() >= MAX_ROWS) {
            throw new IllegalArgumentException(
                "the query has more than " + MAX_ROWS + " rows; narrow it: " + name);
          }
          answer.add(row);
        }
      }
      requireWanted();
      return answer.all();
    } finally {
      statement = null;
    }
  }

  private void bind(PreparedStatement prepared, List<@Nullable Object> values) throws SQLException {
    for (int i = 0; i < values.size(); i++) {
      prepared.setObject(i + 1, bindable(i, values.get(i)));
    }
  }

  private @Nullable Object bindable(int at, @Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Instant instant -> LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
      case UUID _, String _, Long _, Integer _, Double _, Boolean _ -> value;
      default ->
          throw new IllegalArgumentException(
              "value " + at + " of a query is a " + value.getClass().getName() + ": " + name);
    };
  }

  private void requireWanted() {
    if (cancelled) {
      throw new EventStoreUnavailable("the query was cancelled");
    }
  }

  /** A query is code: what the engine cannot make sense of is a mistake, the rest is weather. */
  private RuntimeException failed(SQLException e) {
    var message = String.valueOf(e.getMessage());
    boolean mistake =
        message.startsWith("Binder Error")
            || message.startsWith("Parser Error")
            || message.startsWith("Catalog Error")
            || message.startsWith("Conversion Error")
            || message.startsWith("Invalid Input Error")
            || message.startsWith("Out of Range Error");
    return mistake
        ? new IllegalArgumentException(message + " in: " + name, e)
        : new EventStoreUnavailable("the query failed: " + message, e);
  }
}
