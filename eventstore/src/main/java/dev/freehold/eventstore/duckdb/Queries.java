package dev.freehold.eventstore.duckdb;

import dev.freehold.eventstore.EventStoreUnavailable;
import dev.freehold.eventstore.Query;
import dev.freehold.eventstore.QueryTimeout;
import dev.freehold.eventstore.RowMapper;
import dev.freehold.eventstore.duckdb.rollup.Mapped;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.duckdb.DuckDBConnection;

/**
 * Runs queries on threads of their own: a native call would pin the carrier of a caller's virtual
 * thread, and could be neither timed nor interrupted.
 */
final class Queries implements AutoCloseable {

  /** Queries that may wait for a thread. */
  private static final int MAX_WAITING = 1_000;

  /** Query texts known to be harmless; there are as many as the code has queries. */
  private static final int MAX_KNOWN = 1_000;

  private static final Duration IDLE = Duration.ofSeconds(30);

  private final Snapshots snapshots;
  private final Map<String, EventTable> tables;
  private final QueryCheck check;
  private final TenantRows rows;
  private final Turns turns;
  private final ThreadPoolExecutor threads;
  private final Map<String, QueryText> known = new ConcurrentHashMap<>();
  private final Set<Running<?>> running = ConcurrentHashMap.newKeySet();

  Queries(
      Snapshots snapshots,
      Map<String, EventTable> tables,
      QueryCheck check,
      TenantRows rows,
      int atOnce) {
    this.snapshots = snapshots;
    this.tables = tables;
    this.check = check;
    this.rows = rows;
    turns = new Turns(Math.max(1, atOnce / 2));
    threads =
        new ThreadPoolExecutor(
            atOnce,
            atOnce,
            IDLE.toSeconds(),
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING),
            Thread.ofPlatform().daemon().name("eventstore-query-", 0).factory());
    threads.allowCoreThreadTimeOut(true);
  }

  <T> List<T> run(UUID tenant, Query query, Duration limit, RowMapper<T> mapper) {
    Running.Text text =
        (connection, version) ->
            new Query(
                text(query.sql(), connection).over(table -> rows.of(table, tenant, version)),
                query.values());
    return run(
        tenant, new Running<T>(snapshots, query.sql(), text, () -> new Mapped<>(mapper)), limit);
  }

  <T> List<T> run(UUID tenant, Running<T> task, Duration limit) {
    try {
      var left = turns.enter(tenant, limit);
      try {
        return run(task, left, limit);
      } finally {
        turns.leave(tenant);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EventStoreUnavailable("the thread was interrupted; its query was cancelled", e);
    }
  }

  private <T> List<T> run(Running<T> task, Duration left, Duration limit)
      throws InterruptedException {
    running.add(task);
    try {
      threads.execute(task);
      if (!task.await(left)) {
        stop(task);
        throw new QueryTimeout(limit);
      }
      return task.result();
    } catch (RejectedExecutionException e) {
      throw new EventStoreUnavailable("too many queries wait, or the store is closed", e);
    } catch (InterruptedException e) {
      stop(task);
      throw e;
    } finally {
      running.remove(task);
    }
  }

  /** Cancels what runs now: its instance is broken or closing. */
  void cancelAll() {
    running.forEach(Running::cancel);
  }

  @Override
  public void close() {
    threads.shutdown();
    for (var task : running) {
      stop(task);
    }
  }

  QueryText text(String sql, DuckDBConnection connection) throws SQLException {
    var text = known.get(sql);
    if (text == null) {
      text = QueryText.parse(sql, tables);
      check.check(text, connection);
      if (known.size() < MAX_KNOWN) {
        known.put(sql, text);
      }
    }
    return text;
  }

  Snapshots snapshots() {
    return snapshots;
  }

  private void stop(Running<?> task) {
    if (threads.remove(task)) {
      task.abandon();
    }
    task.cancel();
    task.awaitEnd();
  }
}
