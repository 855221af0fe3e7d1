package dev.freehold.eventstore.duckdb;

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
import dev.freehold.eventstore.Retention;
import dev.freehold.eventstore.RowMapper;
import dev.freehold.eventstore.Stream;
import dev.freehold.eventstore.duckdb.rollup.Rollups;
import dev.freehold.eventstore.duckdb.segments.Catalogue;
import dev.freehold.eventstore.duckdb.segments.ColdFiles;
import dev.freehold.eventstore.duckdb.segments.SegmentFiles;
import dev.freehold.eventstore.intake.RecentIds;
import dev.freehold.eventstore.intake.Rows;
import dev.freehold.eventstore.intake.WorkQueue;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
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
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Events for one machine: the latest rows in a DuckDB file, older ones in Parquet files of one
 * tenant and partition each.
 *
 * <p><b>Sealing</b> moves rows to those files when a stream has {@link DuckDbSettings#sealRows} in
 * the database or one is {@link DuckDbSettings#sealAge} old, by a thread of the store, beside
 * appends and queries. The same thread merges small files and drops expired ones; deletes,
 * corrections, erasures, exports and imports wait for what it is doing. A file that is missing or
 * cut short is named at opening, which then fails and changes nothing.
 *
 * <p><b>Appends</b> of all tenants that wait together are one group; the answer comes after it was
 * synced, in the journal if it is small and else in the engine's log. Whoever reads waits until the
 * tenant's rows are in the database. A log that was cut short is named at opening if the journal
 * knows of it. A batch has at most 100,000 rows, a text at most 1,000,000 characters; its rows must
 * not be changed before the answer. What is wrong with a batch is thrown at once as {@link
 * IllegalArgumentException}; everything else comes through the future.
 *
 * <p><b>Ids</b> are remembered in memory until the end of the seventh UTC day after their receipt:
 * 21 to 43 bytes of heap each (34 measured with a million), so 10 million ids of a week cost about
 * 300 MB. Opening reads them back from all files: 0.6 s measured for 600,000, several times that on
 * a busy machine. A store is meant for up to some 50 million events a week.
 *
 * <p><b>Queries</b> read streams in braces, their own common table expressions and {@code range};
 * no other table, function or file can be named. An answer has at most 1,000,000 rows. A TIMESTAMP
 * is read with {@code row.getObject(column, LocalDateTime.class)}, which is UTC. Mappers run on a
 * thread of the store.
 *
 * <p><b>Erasure</b> writes the sealed files that hold the person and the whole database file anew;
 * the latter takes time and space in proportion to hot rows and rollups and holds up appends
 * meanwhile. Persons erased at the same time share one rewrite. It returns when the last query that
 * began before it has ended and the old files are deleted. Nothing of an erased or deleted row is
 * kept, so its id is new again. If it fails on a full disk, the rows are invisible already and
 * their bytes are not: ask again (it then counts no rows), or open the store again, which finishes
 * it.
 *
 * <p><b>Cold segments</b>, of partitions that ended long ago, go to a bucket of S3 when one is set.
 * A query that needs one fetches it first, and fails while the bucket does not answer; a question
 * that rollups answer needs none. Erasing deletes objects too, and fails when it cannot: ask again.
 *
 * <p><b>A full disk</b> fails the whole group; the store opens its file anew by itself and goes on
 * when there is space. Only if the process also dies before that, a refused batch may turn out to
 * be there; sending it again counts it once all the same.
 */
public final class DuckDbEventStore implements MovableStore {

  /** Larger groups are hardly faster, and who sends little waits for two of them. */
  private static final int GROUP_ROWS = 5_000;

  private final StoreFiles files;
  private final Map<String, EventTable> tables;
  private final AtomicReference<@Nullable Database> current;
  private final WorkQueue<Work> queue;
  private final Snapshots snapshots;
  private final Queries queries;
  private final Persons persons;
  private final Corrections corrections;
  private final TenantMoves moves;
  private final Arrivals arrivals;
  private final RolledStore rolled;
  private final Rollups rollups;
  private final Maintenance maintenance;
  private final Folds folds;
  private final ColdFiles cold;
  private final Thread writer;
  private boolean closed;

  private DuckDbEventStore(
      StoreFiles files,
      Map<String, EventTable> tables,
      AtomicReference<@Nullable Database> current,
      DuckDbSettings settings,
      Retention retention)
      throws SQLException, IOException {
    this.files = files;
    this.tables = tables;
    this.current = current;
    var recent = new RecentIds();
    var segments = new SegmentFiles(files.segments(), settings.cold());
    cold = segments.cold();
    var catalogue = new Catalogue(segments::unlink);
    var instance = new Instance(files, segments, catalogue, settings, current);
    instance.open(List.copyOf(tables.values()), recent);
    var rows = new TenantRows(segments, instance::columnsOf, retention, settings.clock());
    snapshots = new Snapshots(current, catalogue, cold);
    var check = new QueryCheck(instance.tables());
    queries = new Queries(snapshots, tables, check, rows, settings.queries());
    instance.onTrouble(queries::cancelAll);
    queue =
        new WorkQueue<>(settings.queuedRows(), settings.queuedBytes(), GROUP_ROWS, new Work.Wake());
    var pending = new Pending();
    folds = new Folds(queue, pending, tables.values());
    var commits = new Commits(instance, recent, pending, instance.journal(), queue::wake);
    var transactions = new Transactions(queue, instance, catalogue);
    rolled =
        new RolledStore(
            tables,
            snapshots,
            transactions,
            instance,
            catalogue,
            rows,
            retention,
            settings.clock());
    rollups = new Rollups(rolled, tables.values().stream().map(EventTable::stream).toList());
    openRollups(instance, catalogue);
    var erasure = new Erasure(files, instance, catalogue, recent, rolled, rollups);
    Sealing.Watermark watermark = table -> rollups.rolledTo(table.stream());
    var sealing = new Sealing(snapshots, transactions, instance, segments, watermark, settings);
    var merging = new Merging(snapshots, transactions, catalogue, instance, rows, segments);
    var retiring = new Retiring(transactions, catalogue, rows, settings.clock());
    var cooling = new Cooling(snapshots, transactions, catalogue, cold, settings.clock());
    maintenance =
        new Maintenance(
            List.copyOf(tables.values()),
            rollups,
            settings.clock(),
            sealing,
            merging,
            retiring,
            cooling,
            cold,
            folds);
    var rewriting = new Rewriting(snapshots, instance, rows, segments);
    persons =
        new Persons(
            maintenance,
            queue,
            rewriting,
            snapshots,
            segments,
            List.copyOf(tables.values()),
            cooling);
    arrivals = new Arrivals(tables, snapshots, rows, instance.tenantTables());
    moves =
        new TenantMoves(
            tables,
            maintenance,
            snapshots,
            transactions,
            instance,
            catalogue,
            rows,
            rolled,
            rollups,
            recent,
            segments,
            arrivals);
    corrections =
        new Corrections(
            maintenance,
            rewriting,
            transactions,
            instance,
            catalogue,
            recent,
            (connection, version, table, tenant, times) ->
                rollups.touched(
                    rolled.snapshot(connection, version), table.stream(), tenant, times));
    if (erasure.isInterrupted()) {
      queue.add(new Work.Fold(new CompletableFuture<>()));
    }
    var applier = new Applier(instance, commits, settings, transactions, erasure);
    writer =
        Thread.ofPlatform()
            .daemon()
            .name("eventstore-writer")
            .start(new Writer(queue, instance, recent, pending, commits, applier));
    maintenance.start();
  }

  /** Opens the store with {@link DuckDbSettings#defaults()}. */
  public static DuckDbEventStore open(Path dir, List<Stream> streams) {
    return open(dir, streams, DuckDbSettings.defaults());
  }

  /**
   * Opens or creates the store in a directory of its own.
   *
   * @throws IllegalArgumentException when a stream is badly declared or does not fit its table
   * @throws EventStoreUnavailable when the directory is in use or cannot be read
   */
  public static DuckDbEventStore open(Path dir, List<Stream> streams, DuckDbSettings settings) {
    return open(dir, streams, settings, Retention.DECLARED);
  }

  /**
   * The same, with tenants that keep their rows for longer or shorter than the streams declare.
   *
   * @param retention is asked for each query
   */
  public static DuckDbEventStore open(
      Path dir, List<Stream> streams, DuckDbSettings settings, Retention retention) {
    var tables = new LinkedHashMap<String, EventTable>();
    for (var stream : streams) {
      if (tables.put(stream.name(), new EventTable(stream)) != null) {
        throw new IllegalArgumentException("stream " + stream.name() + " is declared twice");
      }
    }
    try {
      return open(StoreFiles.open(dir.toAbsolutePath()), tables, settings, retention);
    } catch (IOException | SQLException e) {
      throw new EventStoreUnavailable(
          "the event store in " + dir + " cannot be opened: " + e.getMessage(), e);
    }
  }

  private static DuckDbEventStore open(
      StoreFiles files,
      Map<String, EventTable> tables,
      DuckDbSettings settings,
      Retention retention)
      throws IOException, SQLException {
    var current = new AtomicReference<@Nullable Database>();
    try {
      return new DuckDbEventStore(files, tables, current, settings, retention);
    } catch (SQLException | IOException | RuntimeException e) {
      var opened = current.get();
      if (opened != null) {
        opened.retire();
      }
      files.close();
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
    queue.add(new Work.Append(table, rows, done));
    return done;
  }

  @Override
  public <T> List<T> query(UUID tenant, Query query, Duration limit, RowMapper<T> mapper) {
    Predicate<EventTable> isRead = table -> query.sql().contains(QueryText.marker(table));
    return queries.run(tenant, query, folds.awaitFor(tenant, isRead, limit), mapper);
  }

  @Override
  public Answer ask(UUID tenant, Question question, Duration limit) {
    var table = table(question.stream());
    var left = folds.awaitFor(tenant, table::equals, limit);
    var questions = rollups.questions();
    // Before the snapshot is taken: it sees every rollup that the plan found ready.
    var plan = questions.plan(tenant, question);
    if (plan.pieces().isEmpty()) {
      return questions.answer(plan, List.of());
    }
    Running.Text text =
        (connection, version) ->
            questions.statement(tenant, plan, rolled.snapshot(connection, version));
    var name = "a question about " + question.stream().name();
    var task = new Running<Answer.Row>(snapshots, name, text, () -> questions.collected(plan));
    return questions.answer(plan, queries.run(tenant, task, left));
  }

  @Override
  public long correct(UUID tenant, Batch batch) {
    return corrections.correct(table(batch.stream()), tenant, batch);
  }

  @Override
  public long delete(UUID tenant, Stream stream, Collection<String> ids) {
    return corrections.delete(table(stream), tenant, ids);
  }

  @Override
  public void eraseTenant(UUID tenant) {
    persons.eraseTenant(tenant);
  }

  @Override
  public Set<UUID> tenants() {
    return asked(arrivals::tenants);
  }

  @Override
  public Exported export(UUID tenant, Path directory) {
    return moves.exportTo(tenant, directory);
  }

  @Override
  public List<Arrival> arrivals(Stream stream, long after, int most) {
    var table = table(stream);
    return asked(() -> arrivals.read(table, after, most));
  }

  @Override
  public Map<UUID, List<String>> totals(Stream stream, @Nullable Instant from, long received) {
    var table = table(stream);
    return asked(() -> arrivals.totals(table, from, received));
  }

  @Override
  public Map<String, Map<UUID, List<String>>> rolledTotals(
      Stream stream, Level level, Instant from) {
    table(stream);
    rollUp();
    return asked(
        () -> {
          var totals = new LinkedHashMap<String, Map<UUID, List<String>>>();
          for (var rollup : rollups.totals(stream, level, from).entrySet()) {
            totals.put(
                rollup.getKey(),
                snapshots.<Map<UUID, List<String>>, SQLException>read(
                    (connection, _) -> Arrivals.grouped(connection, rollup.getValue())));
          }
          return totals;
        });
  }

  /** With every row that was acknowledged before. */
  private <T> T asked(Asked<T> what) {
    folds.awaitAll();
    try {
      return what.get();
    } catch (SQLException e) {
      throw new EventStoreUnavailable("the event store did not answer: " + e.getMessage(), e);
    }
  }

  @FunctionalInterface
  private interface Asked<T> {
    T get() throws SQLException;
  }

  @Override
  public long importTenant(UUID tenant, Path directory) {
    return moves.importFrom(tenant, directory);
  }

  @Override
  public List<Mismatch> reconcile(UUID tenant, Stream stream, Instant from, Instant to) {
    table(stream);
    return maintenance.ask(() -> rollups.reconcile(tenant, stream, from, to));
  }

  @Override
  public void maintain() {
    maintenance.runNow();
  }

  /** Puts the rows that came last into the rollups at once; questions count them either way. */
  public void rollUp() {
    maintenance.rollUpNow();
  }

  @Override
  public Dialect dialect() {
    return Dialect.DUCKDB;
  }

  /**
   * {@inheritDoc}
   *
   * @throws EventStoreUnavailable when the rewrite failed; then bytes may be left, ask again
   */
  @Override
  public long erase(UUID tenant, Stream stream, String person) {
    return persons.erase(table(stream), tenant, person);
  }

  @Override
  public boolean isWritable() {
    return current.get() != null && !queue.isClosed() && !queue.isFull();
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      maintenance.close();
      queue.close();
      queries.close();
      writer.join();
      var last = current.getAndSet(null);
      if (last != null) {
        last.retire().join();
      }
      cold.close();
      files.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new EventStoreUnavailable("the event store could not be closed whole", e);
    }
  }

  private void openRollups(Instance instance, Catalogue catalogue) throws SQLException {
    var database = instance.database();
    database.execute("begin transaction");
    rollups.ensure(rolled.snapshot(database.writer(), catalogue.current()));
    database.execute("commit");
    instance.findTenantTables();
    instance.receivedBefore(rollups.lastRolled(database.writer()));
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
