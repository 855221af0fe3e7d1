package dev.freehold.eventstore.clickhouse;

import dev.freehold.eventstore.Answer;
import dev.freehold.eventstore.Appended;
import dev.freehold.eventstore.Batch;
import dev.freehold.eventstore.Dialect;
import dev.freehold.eventstore.EventStoreUnavailable;
import dev.freehold.eventstore.Level;
import dev.freehold.eventstore.Mismatch;
import dev.freehold.eventstore.MovableStore;
import dev.freehold.eventstore.Query;
import dev.freehold.eventstore.Question;
import dev.freehold.eventstore.RowMapper;
import dev.freehold.eventstore.Stream;
import dev.freehold.eventstore.intake.RecentIds;
import dev.freehold.eventstore.intake.Rows;
import dev.freehold.eventstore.intake.WorkQueue;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Events on a ClickHouse server or cluster.
 *
 * <p><b>Appends</b> of all tenants that wait together are one insert per stream; the answer comes
 * after the server synced it to its disk. While the server does not answer, rows are sent again
 * under the same token for as long as the settings' patience; then the append fails, and none of
 * its rows stays. A batch has at most 100,000 rows, times lie between 1970 and 2105. A batch that
 * spans partitions is not one unit if server and process die together: what was not answered may
 * then be there in part, and sending it again completes it.
 *
 * <p><b>Ids</b> are remembered in this process until the end of the seventh UTC day after their
 * receipt, and read back from the server at opening: one process at a time may write to a store.
 *
 * <p><b>Queries</b> read streams in braces, their own common table expressions and {@code numbers};
 * nulls, joins and casts follow SQL. Whatever a query names, the server adds the tenant's filter to
 * each table. A TIMESTAMP is read with {@code row.getObject(column, LocalDateTime.class)}, which is
 * UTC.
 *
 * <p><b>Erasure</b> lets the server rewrite the parts that hold the rows and waits until the old
 * ones are deleted. The server's own query log and backups are its operator's to expire.
 */
public final class ClickHouseEventStore implements MovableStore {

  private final Server server;
  private final Map<String, EventTable> tables = new LinkedHashMap<>();
  private final WorkQueue<Work> queue;
  private final Inserts inserts;
  private final Queries queries;
  private final Erasure erasure;
  private final Rowwise rowwise;
  private final Answering answering;
  private final Upkeep upkeep;
  private final TenantMoves moves;
  private final Arrivals arrivals;
  private final Reconciling reconciling;
  private final Map<String, Rolling> rollings = new LinkedHashMap<>();
  private final Writer work;
  private final Thread writer;
  private boolean closed;

  private ClickHouseEventStore(
      Server server, List<EventTable> declared, ClickHouseSettings settings) {
    this.server = server;
    declared.forEach(table -> tables.put(table.name(), table));
    var schema = new Schema(server, new Layout(settings.database(), settings.cluster()));
    schema.ensure(declared);
    declared.forEach(table -> rollings.put(table.name(), new Rolling(server, table)));
    Rolling.createProgress(new Layout(settings.database(), settings.cluster()))
        .forEach(server::run);
    var recent = new RecentIds();
    var recall = new Recall(server, recent);
    long last = recall.lastReceived(declared);
    recall.read(
        declared,
        Math.floorDiv(
            Math.max(last, Encoding.micros(settings.clock().instant())), Encoding.MICROS_PER_DAY));
    for (var rolling : rollings.values()) {
      rolling.open(last, settings);
    }
    queries =
        new Queries(
            server,
            tables,
            schema.tenantTables(),
            new QueryCheck(server, schema.tables()),
            settings);
    queue = new WorkQueue<>(settings.queuedRows(), settings.queuedBytes(), new Work.Wake());
    inserts = new Inserts(server, settings.patience());
    erasure = new Erasure(server, recent);
    rowwise = new Rowwise(server, inserts, erasure, settings);
    answering = new Answering(queries, settings);
    upkeep = new Upkeep(server, settings);
    arrivals = new Arrivals(server);
    moves = new TenantMoves(server, rollings.values(), recent, settings);
    reconciling = new Reconciling(server, settings);
    work = new Writer(queue, inserts, recent, settings, List.copyOf(rollings.values()), last);
    writer = Thread.ofPlatform().daemon().name("eventstore-writer").start(work);
  }

  /**
   * Opens or creates the store.
   *
   * @throws IllegalArgumentException when a stream is badly declared or does not fit its table
   * @throws EventStoreUnavailable when the server cannot be reached or refuses
   */
  public static ClickHouseEventStore open(ClickHouseSettings settings, List<Stream> streams) {
    var layout = new Layout(settings.database(), settings.cluster());
    var declared = streams.stream().map(stream -> new EventTable(stream, layout)).toList();
    if (declared.stream().map(EventTable::name).distinct().count() < declared.size()) {
      throw new IllegalArgumentException("a stream is declared twice");
    }
    var server = new Server(settings);
    try {
      return new ClickHouseEventStore(server, declared, settings);
    } catch (RuntimeException e) {
      server.close();
      if (Server.isServers(e)) {
        throw new EventStoreUnavailable(
            "the event store on " + settings + " cannot be opened: " + e.getMessage(), e);
      }
      throw e;
    }
  }

  @Override
  public CompletableFuture<Appended> append(UUID tenant, Batch batch) {
    var table = table(batch.stream());
    var rows = new Rows(table.declaration(), tenant, batch);
    if (rows.count() == 0) {
      return CompletableFuture.completedFuture(new Appended(0, new BitSet()));
    }
    var done = new CompletableFuture<Appended>();
    queue.add(new Work.Append(Encoding.of(table, rows), done));
    return done;
  }

  @Override
  public <T> List<T> query(UUID tenant, Query query, Duration limit, RowMapper<T> mapper) {
    return queries.run(tenant, query, limit, mapper);
  }

  @Override
  public Answer ask(UUID tenant, Question question, Duration limit) {
    return answering.answer(rolling(question.stream()), tenant, question, limit);
  }

  @Override
  public long correct(UUID tenant, Batch batch) {
    var rolling = rolling(batch.stream());
    var rows = new Rows(rolling.table().declaration(), tenant, batch);
    var encoded = Encoding.of(rolling.table(), rows);
    return alone(
        () -> {
          inserts.settle(rolling.table());
          return rowwise.correct(rolling, tenant, rows, encoded, work.nextReceived());
        });
  }

  @Override
  public long delete(UUID tenant, Stream stream, Collection<String> ids) {
    var rolling = rolling(stream);
    return alone(
        () -> {
          inserts.settle(rolling.table());
          return rowwise.delete(rolling, tenant, ids, work.lastReceived());
        });
  }

  @Override
  public long erase(UUID tenant, Stream stream, String person) {
    var table = table(stream);
    long erased =
        alone(
            () -> {
              inserts.settle(table);
              return upkeep.erase(erasure, rolling(stream), tenant, person, work.lastReceived());
            });
    erasure.awaitRemoval(rolling(stream));
    return erased;
  }

  @Override
  public void eraseTenant(UUID tenant) {
    alone(
        () -> {
          for (var table : tables.values()) {
            inserts.settle(table);
            upkeep.eraseTenant(erasure, rolling(table.stream()), tenant, work.lastReceived());
          }
          return 0;
        });
    rollings.values().forEach(erasure::awaitRemoval);
  }

  @Override
  public Set<UUID> tenants() {
    return settled(() -> arrivals.tenants(rollings.values()));
  }

  @Override
  public Exported export(UUID tenant, Path directory) {
    return settled(
        () -> {
          long received = work.lastReceived();
          return new Exported(moves.exportTo(tenant, directory, received), received);
        });
  }

  @Override
  public List<Arrival> arrivals(Stream stream, long after, int most) {
    var table = table(stream);
    return settled(() -> arrivals.read(table, after, most));
  }

  @Override
  public Map<UUID, List<String>> totals(Stream stream, @Nullable Instant from, long received) {
    var table = table(stream);
    return settled(() -> arrivals.totals(table, from, received));
  }

  @Override
  public Map<String, Map<UUID, List<String>>> rolledTotals(
      Stream stream, Level level, Instant from) {
    var rolling = rolling(stream);
    return settled(
        () -> {
          rolling.alone(() -> rolling.fold(work.lastReceived()));
          return arrivals.rolledTotals(rolling, level, from);
        });
  }

  /** Between inserts, with nothing left of one that was given up. */
  private <T> T settled(Supplier<T> what) {
    return alone(
        () -> {
          tables.values().forEach(inserts::settle);
          return what.get();
        });
  }

  @Override
  public long importTenant(UUID tenant, Path directory) {
    return alone(() -> moves.importFrom(tenant, directory, work::nextReceived));
  }

  @Override
  public List<Mismatch> reconcile(UUID tenant, Stream stream, Instant from, Instant to) {
    var rolling = rolling(stream);
    return alone(
        () -> {
          rolling.alone(() -> rolling.fold(work.lastReceived()));
          return reconciling.reconcile(rolling, tenant, from, to);
        });
  }

  @Override
  public void maintain() {
    alone(
        () -> {
          rollings.values().forEach(rolling -> upkeep.maintain(rolling, work.lastReceived()));
          return 0;
        });
  }

  @Override
  public Dialect dialect() {
    return Dialect.CLICKHOUSE;
  }

  @Override
  public boolean isWritable() {
    return !queue.isClosed() && !queue.isFull() && inserts.works();
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    queue.close();
    inserts.close();
    queries.close();
    try {
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server.close();
  }

  /** Runs a change on the writer thread and waits for it. */
  private <T> T alone(Supplier<T> change) {
    var done = new CompletableFuture<T>();
    queue.add(new Work.Alone<>(change, done));
    try {
      return done.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof EventStoreUnavailable unavailable) {
        throw unavailable;
      }
      if (e.getCause() instanceof IllegalArgumentException mistake) {
        throw mistake;
      }
      var cause = e.getCause() == null ? e : e.getCause();
      throw new EventStoreUnavailable("the change failed: " + cause.getMessage(), cause);
    }
  }

  private Rolling rolling(Stream stream) {
    return java.util.Objects.requireNonNull(rollings.get(table(stream).name()));
  }

  private EventTable table(Stream stream) {
    var table = tables.get(stream.name());
    if (table == null || !table.stream().equals(stream)) {
      throw new IllegalArgumentException(
          "stream " + stream.name() + " is not declared like this in the store");
    }
    return table;
  }
}
