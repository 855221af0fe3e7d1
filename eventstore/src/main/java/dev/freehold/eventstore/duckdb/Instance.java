package dev.freehold.eventstore.duckdb;

import dev.freehold.eventstore.EventStoreUnavailable;
import dev.freehold.eventstore.duckdb.journal.Journal;
import dev.freehold.eventstore.duckdb.journal.Recovery;
import dev.freehold.eventstore.duckdb.segments.Catalogue;
import dev.freehold.eventstore.duckdb.segments.Segment;
import dev.freehold.eventstore.duckdb.segments.SegmentFiles;
import dev.freehold.eventstore.intake.RecentIds;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The database in use, as the applier opens, replaces and repairs it. */
final class Instance {

  private static final Logger LOG = LoggerFactory.getLogger(Instance.class);
  private static final int NAMED = 20;

  private final StoreFiles files;
  private final SegmentFiles segments;
  private final Catalogue catalogue;
  private final DuckDbSettings settings;
  private final AtomicReference<@Nullable Database> current;
  private final Map<EventTable, List<String>> columns = new HashMap<>();
  private final List<String> tables = new ArrayList<>();

  /** Groups that were refused although their commit may have reached the log. */
  private final List<Long> refused = new ArrayList<>();

  private TenantTables tenantTables = new TenantTables(List.of());
  private Runnable cancelReaders = () -> {};
  private @Nullable Journal journal;
  private long lastReceived;
  private long changing;
  private volatile long folded;

  Instance(
      StoreFiles files,
      SegmentFiles segments,
      Catalogue catalogue,
      DuckDbSettings settings,
      AtomicReference<@Nullable Database> current) {
    this.files = files;
    this.segments = segments;
    this.catalogue = catalogue;
    this.settings = settings;
    this.current = current;
  }

  /** Opens the file for the first time and brings its tables in line. */
  void open(List<EventTable> streams, RecentIds recent) throws SQLException, IOException {
    var database = Database.open(files, settings);
    current.set(database);
    var schema = new Schema(database.writer());
    schema.ensure(streams);
    for (var table : streams) {
      columns.put(table, schema.columnsOf(table));
    }
    catalogue.open(database.writer());
    Positions.ensure(database.writer());
    var cold = Catalogue.cold(database.writer());
    requireBucket(cold);
    requireWhole(segments.tidy(catalogue.current(), cold));
    tables.addAll(schema.tables());
    takeUpJournal(database, schema);
    var rebuild = new Rebuild(database.writer(), recent, segments, catalogue.current());
    lastReceived = Math.max(folded, rebuild.lastReceived(streams));
    rebuild.read(streams, today());
  }

  /** Puts in what is in the journal alone. */
  private void takeUpJournal(Database database, Schema schema) throws SQLException, IOException {
    long last = Positions.last(database.writer());
    var recovery = Recovery.read(files.journal(), last);
    if (recovery.noted() > last) {
      acceptLoss(last, recovery.noted());
    }
    new Replay(database, schema).apply(recovery.written());
    Positions.forgetOld(database.writer());
    folded = Positions.last(database.writer());
    recovery.done();
    journal = new Journal(files.journal(), recovery.last(), folded);
  }

  /** The engine opens a log that was cut short as if it had never been longer. */
  private void acceptLoss(long last, long noted) throws IOException {
    var loss =
        "the log of %s was cut short: it ends with the rows received until %s, and had those until %s. What the journal has of them is put in again."
            .formatted(files.database(), Group.instant(last), Group.instant(noted));
    if (!files.isMarked(StoreFiles.LOSS_ACCEPTED)) {
      throw new EventStoreUnavailable(
          "%s Nothing was changed: put the files back from a backup, or create the file %s to go on with what is left"
              .formatted(loss, files.path(StoreFiles.LOSS_ACCEPTED)));
    }
    LOG.error("Going on although {}", loss);
    files.unmark(StoreFiles.LOSS_ACCEPTED);
  }

  Journal journal() {
    return Objects.requireNonNull(journal);
  }

  /** Up to which receipt the database had all rows when it was opened last. */
  long folded() {
    return folded;
  }

  /** A long log is folded into the file without the positions that only the last one matters of. */
  void forgetOldPositions() throws SQLException {
    Positions.forgetOld(database().writer());
  }

  /** Says that rows which no query sees may be in the free blocks of the file. */
  void markResidue() throws IOException {
    if (!files.isMarked(StoreFiles.RESIDUE)) {
      files.mark(StoreFiles.RESIDUE);
    }
  }

  private void requireWhole(List<Segment> damaged) {
    if (!damaged.isEmpty()) {
      throw new EventStoreUnavailable(
          "%d files of sealed rows are missing or cut short below %s; nothing was changed. Put them back from a backup: %s"
              .formatted(
                  damaged.size(),
                  segments.root(),
                  damaged.stream().map(Segment::file).limit(NAMED).toList()));
    }
  }

  private void requireBucket(Map<String, String> cold) {
    if (!cold.isEmpty() && settings.cold() == null) {
      throw new EventStoreUnavailable(
          cold.size()
              + " files of sealed rows are kept in a bucket that the settings do not name any more;"
              + " name it again");
    }
  }

  /** Deletes segments that did not come into the catalogue, as far as that is known. */
  void discard(List<Segment> written) {
    if (isOpen()) {
      var live = Set.copyOf(catalogue.current().all());
      segments.unlink(written.stream().filter(segment -> !live.contains(segment)).toList());
    }
  }

  void onTrouble(Runnable cancelReaders) {
    this.cancelReaders = cancelReaders;
  }

  boolean isOpen() {
    return current.get() != null;
  }

  Database database() {
    var database = current.get();
    if (database == null) {
      throw new EventStoreUnavailable("the event store is not open now");
    }
    return database;
  }

  List<String> columnsOf(EventTable table) {
    return columns.getOrDefault(table, List.of());
  }

  /** All tables of the file, also those of streams that are not declared any more. */
  List<String> tables() {
    return tables;
  }

  /** Once all tables are there, which no later step makes or drops. */
  void findTenantTables() throws SQLException {
    var streams = columns.keySet().stream().map(EventTable::name).collect(Collectors.toSet());
    tenantTables = TenantTables.find(database().writer(), streams);
  }

  /** What tenants have beside the rows of declared streams. */
  TenantTables tenantTables() {
    return tenantTables;
  }

  /** Microseconds of UTC, later for each group, so that it also names the group. */
  synchronized long issueReceived() {
    lastReceived = Math.max(Group.micros(settings.clock().instant()), lastReceived + 1);
    return lastReceived;
  }

  /** The moment at which rows are received that a change in the applier's thread adds. */
  long nextReceived() {
    return changing;
  }

  /** Of the changes that come now; groups that are in the journal meanwhile came later. */
  void received(long micros) {
    changing = micros;
  }

  /** Receipts must also be later than what is known to have been received, but is gone. */
  synchronized void receivedBefore(long micros) {
    lastReceived = Math.max(lastReceived, micros);
  }

  synchronized long today() {
    long now = Math.max(Group.micros(settings.clock().instant()), lastReceived);
    return Math.floorDiv(now, Group.MICROS_PER_DAY);
  }

  long walBytes() {
    return files.walBytes();
  }

  /** Opens the file anew and makes sure that nothing of these groups is in it. */
  boolean reopenWithout(List<Long> receipts) {
    refused.addAll(receipts);
    try {
      files.mark(StoreFiles.RESIDUE);
    } catch (IOException e) {
      LOG.warn("The disk takes not even a mark: {}", e.getMessage());
    }
    return reopen();
  }

  /** Closes what is open and opens it again; false when that is impossible now. */
  boolean reopen() {
    var broken = current.getAndSet(null);
    if (broken != null) {
      var closed = broken.retire();
      cancelReaders.run();
      closed.join();
    }
    try {
      var database = Database.open(files, settings);
      try {
        deleteRefused(database);
        catalogue.reload(database.writer());
        folded = Positions.last(database.writer());
        current.set(database);
        return true;
      } finally {
        if (!isOpen()) {
          database.retire();
        }
      }
    } catch (SQLException e) {
      LOG.warn("The event store cannot be opened now: {}", e.getMessage());
      return false;
    }
  }

  /** Puts the file that an erasure wrote in use; readers on the old one finish first. */
  void swap() throws SQLException {
    var old = database();
    current.set(Database.open(files, settings));
    old.retire();
  }

  private void deleteRefused(Database database) throws SQLException {
    if (refused.isEmpty()) {
      return;
    }
    database.execute("begin transaction");
    for (var table : columns.keySet()) {
      for (long received : refused) {
        database.execute(
            "delete from %s where %s = make_timestamp(%d)"
                .formatted(EventTable.quoted(table.name()), EventTable.RECEIVED, received));
      }
    }
    database.execute("commit");
    refused.clear();
  }
}
