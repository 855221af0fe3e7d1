package dev.freehold.eventstore.clickhouse;

import com.clickhouse.client.api.query.QuerySettings;
import dev.freehold.eventstore.EventStoreUnavailable;
import dev.freehold.eventstore.Query;
import dev.freehold.eventstore.QueryTimeout;
import dev.freehold.eventstore.RowMapper;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs tenants' queries: read only, within limits of time and memory, ended when nobody waits. */
final class Queries implements AutoCloseable {

  /** Query texts known to be harmless; there are as many as the code has queries. */
  private static final int MAX_KNOWN = 1_000;

  /** How much longer than its limit the server is given to say that it is over. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private static final int TIMEOUT = 159;
  private static final int TIMEOUT_ESTIMATED = 160;

  /** What the server says to a statement that is wrong, whoever asks and whenever. */
  private static final Set<Integer> MISTAKES =
      Set.of(
          6, 8, 10, 16, 20, 27, 36, 38, 41, 42, 43, 44, 46, 47, 48, 50, 51, 52, 53, 60, 62, 63, 69,
          70, 72, 81, 122, 153, 179, 184, 190, 206, 207, 215, 321, 349, 352, 386, 403, 407, 420,
          456, 457, 495, 620, 621, 636, 691, 700);

  private final Server server;
  private final Map<String, EventTable> tables;
  private final List<String> filtered;
  private final QueryCheck check;
  private final ClickHouseSettings settings;
  private final Semaphore atOnce;
  private final Map<String, QueryText> known = new ConcurrentHashMap<>();
  private final Set<String> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * @param filtered every table of the database that has a tenant
   */
  Queries(
      Server server,
      Map<String, EventTable> tables,
      List<String> filtered,
      QueryCheck check,
      ClickHouseSettings settings) {
    this.server = server;
    this.tables = tables;
    this.filtered = filtered;
    this.check = check;
    this.settings = settings;
    atOnce = new Semaphore(settings.queries(), true);
  }

  <T> List<T> run(UUID tenant, Query query, Duration limit, RowMapper<T> mapper) {
    var text = text(query.sql());
    var now = settings.clock().instant();
    var bound =
        text.bind(
            query.values(),
            table -> table.rowsOf(tenant, settings.retention().of(tenant, table.stream()), now));
    return run(tenant, bound, true, limit, mapper);
  }

  /** Runs a statement that was made here and needs no check. */
  <T> List<T> ask(UUID tenant, QueryText.Bound bound, Duration limit, RowMapper<T> mapper) {
    if (closed) {
      throw new EventStoreUnavailable("the event store is closed");
    }
    return run(tenant, bound, false, limit, mapper);
  }

  private <T> List<T> run(
      UUID tenant, QueryText.Bound bound, boolean likeSql, Duration limit, RowMapper<T> mapper) {
    var id = UUID.randomUUID().toString();
    var result = new CompletableFuture<List<T>>();
    long end = System.nanoTime() + limit.toNanos();
    try {
      if (!atOnce.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new QueryTimeout(limit);
      }
      running.add(id);
      Thread.ofVirtual()
          .name("eventstore-query")
          .start(() -> answer(id, bound, limits(id, tenant, likeSql, limit), mapper, result));
      return result.get(end - System.nanoTime() + GRACE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      stop(id);
      throw new QueryTimeout(limit);
    } catch (InterruptedException e) {
      stop(id);
      Thread.currentThread().interrupt();
      throw new EventStoreUnavailable("the thread was interrupted; its query was cancelled", e);
    } catch (ExecutionException e) {
      throw failed(e.getCause() == null ? e : e.getCause(), bound.sql(), limit);
    }
  }

  @Override
  public void close() {
    closed = true;
    running.forEach(this::stop);
  }

  private <T> void answer(
      String id,
      QueryText.Bound bound,
      QuerySettings limits,
      RowMapper<T> mapper,
      CompletableFuture<List<T>> result) {
    try {
      if (closed) {
        throw new EventStoreUnavailable("the event store is closed");
      }
      result.complete(
          server.read(bound.sql(), bound.parameters(), limits, mapper, _ -> running.contains(id)));
    } catch (Throwable e) {
      result.completeExceptionally(e);
    } finally {
      running.remove(id);
      atOnce.release();
    }
  }

  private QuerySettings limits(String id, UUID tenant, boolean likeSql, Duration limit) {
    var filter =
        filtered.stream()
            .map(table -> "'%s':'tenant_id = \\'%s\\''".formatted(table, tenant))
            .collect(Collectors.joining(",", "{", "}"));
    var limits =
        server
            .settings()
            .setQueryId(id)
            .serverSetting("max_execution_time", String.valueOf(limit.toMillis() / 1_000.0))
            .serverSetting("max_memory_usage", String.valueOf(settings.queryBytes()))
            .serverSetting("max_result_rows", String.valueOf(Server.MAX_ROWS + 1))
            .serverSetting("additional_table_filters", filter)
            .serverSetting("cancel_http_readonly_queries_on_client_close", "1")
            .serverSetting("session_timezone", "UTC")
            .serverSetting("readonly", "1");
    // What SQL says about nulls, which is not what the server does unless it is told.
    return likeSql
        ? limits
            .serverSetting("join_use_nulls", "1")
            .serverSetting("cast_keep_nullable", "1")
            .serverSetting("aggregate_functions_null_for_empty", "1")
            .serverSetting("union_default_mode", "DISTINCT")
        : limits.serverSetting("prefer_column_name_to_alias", "1");
  }

  private QueryText text(String sql) {
    if (closed) {
      throw new EventStoreUnavailable("the event store is closed");
    }
    var text = known.get(sql);
    if (text == null) {
      text = QueryText.parse(sql, tables);
      try {
        check.check(text);
      } catch (RuntimeException e) {
        throw failed(e, sql, Duration.ZERO);
      }
      if (known.size() < MAX_KNOWN) {
        known.put(sql, text);
      }
    }
    return text;
  }

  private void stop(String id) {
    running.remove(id);
    try {
      server.kill(new Layout(settings.database(), settings.cluster()), "query_id = '" + id + "'");
    } catch (RuntimeException e) {
      // It ended just now, or the server is gone and the query with it.
    }
  }

  private static RuntimeException failed(Throwable cause, String sql, Duration limit) {
    @Nullable Integer code = Server.refusal(cause);
    if (code != null && (code == TIMEOUT || code == TIMEOUT_ESTIMATED)) {
      return new QueryTimeout(limit);
    }
    if (code != null && MISTAKES.contains(code)) {
      return new IllegalArgumentException(cause.getMessage() + " in: " + sql, cause);
    }
    if (Server.isServers(cause)) {
      return new EventStoreUnavailable("the query failed: " + cause.getMessage(), cause);
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException mine ? mine : new IllegalStateException(cause);
  }
}
