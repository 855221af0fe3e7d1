package dev.freehold.eventstore.duckdb;

import dev.freehold.eventstore.EventStoreUnavailable;
import dev.freehold.eventstore.MovableStore.Exported;
import dev.freehold.eventstore.duckdb.rollup.Rollups;
import dev.freehold.eventstore.duckdb.segments.Catalogue;
import dev.freehold.eventstore.duckdb.segments.Edit;
import dev.freehold.eventstore.duckdb.segments.Segment;
import dev.freehold.eventstore.duckdb.segments.SegmentFiles;
import dev.freehold.eventstore.duckdb.segments.SegmentWriter;
import dev.freehold.eventstore.duckdb.segments.Version;
import dev.freehold.eventstore.intake.Fingerprint;
import dev.freehold.eventstore.intake.RecentIds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;

/**
 * Takes a tenant's rows out as Parquet files, and in again.
 *
 * <p>A stream's folder has {@code rows.parquet}, which every rollup counts already, and {@code
 * new.parquet} with rows that none does yet; what rollups keep is in {@code _tables}, and for other
 * engines in {@code _sums} as far as {@code kept.parquet} says that no rows are kept.
 */
final class TenantMoves {

  private static final String ROWS = "rows.parquet";
  private static final String NEW = "new.parquet";
  private static final String KEPT = "kept.parquet";
  private static final String TABLES = "_tables";
  private static final String SUMS = "_sums";
  private static final String PARQUET = ".parquet";

  private final Map<String, EventTable> tables;
  private final Maintenance maintenance;
  private final Snapshots snapshots;
  private final Transactions transactions;
  private final Instance instance;
  private final Catalogue catalogue;
  private final TenantRows rows;
  private final RolledStore rolled;
  private final Rollups rollups;
  private final RecentIds recent;
  private final SegmentFiles files;
  private final Arrivals arrivals;
  private final SegmentWriter writer;

  TenantMoves(
      Map<String, EventTable> tables,
      Maintenance maintenance,
      Snapshots snapshots,
      Transactions transactions,
      Instance instance,
      Catalogue catalogue,
      TenantRows rows,
      RolledStore rolled,
      Rollups rollups,
      RecentIds recent,
      SegmentFiles files,
      Arrivals arrivals) {
    this.tables = tables;
    this.maintenance = maintenance;
    this.snapshots = snapshots;
    this.transactions = transactions;
    this.instance = instance;
    this.catalogue = catalogue;
    this.rows = rows;
    this.rolled = rolled;
    this.rollups = rollups;
    this.recent = recent;
    this.files = files;
    this.arrivals = arrivals;
    writer = new SegmentWriter(files);
  }

  Exported exportTo(UUID tenant, Path directory) {
    requireEmpty(directory);
    return maintenance.ask(
        () -> {
          rollups.roll();
          while (rollups.backfill()) {
            // A portion at a time: a rollup that is not whole cannot leave.
          }
          return write(tenant, directory);
        });
  }

  long importFrom(UUID tenant, Path directory) {
    return maintenance.ask(() -> read(tenant, directory));
  }

  private static void requireEmpty(Path directory) {
    try {
      Files.createDirectories(directory);
      try (var inside = Files.list(directory)) {
        if (inside.findAny().isPresent()) {
          throw new IllegalArgumentException(directory + " is not empty");
        }
      }
    } catch (IOException e) {
      throw new EventStoreUnavailable("cannot write to " + directory + ": " + e.getMessage(), e);
    }
  }

  private Exported write(UUID tenant, Path directory) throws SQLException, IOException {
    // The engine may write nowhere but among the segments.
    var staging = files.moving();
    try {
      var exported =
          snapshots.<Exported, IOException>read(
              (connection, version) -> copyOut(connection, version, tenant, staging));
      SegmentFiles.copy(staging, directory);
      return exported;
    } finally {
      files.moved();
    }
  }

  private Exported copyOut(Connection connection, Version version, UUID tenant, Path staging)
      throws SQLException, IOException {
    long count = 0;
    for (var table : tables.values()) {
      var folder = Files.createDirectories(staging.resolve(table.name()));
      var all = rows.withOwn(table, tenant, version);
      long upTo = Math.min(rollups.rolledTo(table.stream()), Sealing.LATEST);
      count += copy(connection, all, "<=", upTo, folder.resolve(ROWS));
      // What came too late to be kept as rows is still to be counted.
      var retired = rows.withRetired(table, tenant, version);
      count += copy(connection, retired, ">", upTo, folder.resolve(NEW));
    }
    var folder = Files.createDirectories(staging.resolve(TABLES));
    for (var table : instance.tenantTables().tables()) {
      if (!table.schema().equals("main")) {
        copy(
            connection,
            "select * exclude (tenant_id)%s from %s where tenant_id = '%s'"
                .formatted(exactly(table), table.quoted(), tenant),
            folder.resolve(table.schema() + "." + table.name() + PARQUET));
      }
    }
    for (var table : tables.values()) {
      writeSums(connection, table, tenant, staging);
    }
    return new Exported(count, arrivals.lastReceived(connection, version));
  }

  /** For other engines: what rollups know of events whose rows are not kept. */
  private void writeSums(Connection connection, EventTable table, UUID tenant, Path staging)
      throws SQLException, IOException {
    var since = rows.keptSince(table, tenant);
    if (since == null || table.stream().rollups().isEmpty()) {
      return;
    }
    copy(
        connection,
        "select make_timestamp(%d) as kept_from".formatted(since),
        staging.resolve(table.name()).resolve(KEPT));
    var folder = Files.createDirectories(staging.resolve(SUMS));
    rollups.portable(
        connection.unwrap(DuckDBConnection.class),
        table.stream(),
        tenant,
        since,
        (name, select) -> copy(connection, select, folder.resolve(name + PARQUET)));
  }

  /** The engine writes whole numbers of 128 bits as fractions otherwise. */
  private static String exactly(TenantTables.TenantTable table) {
    return table.wide().isEmpty()
        ? ""
        : table.wide().stream()
            .map(name -> "%1$s::decimal(38, 0) as %1$s".formatted(EventTable.quoted(name)))
            .collect(Collectors.joining(", ", " replace (", ")"));
  }

  private static long copy(
      Connection connection, String all, String comparison, long upTo, Path file)
      throws SQLException {
    return copy(
        connection,
        "select * exclude (tenant_id) from %s where %s %s make_timestamp(%d)"
            .formatted(all, EventTable.RECEIVED, comparison, upTo),
        file);
  }

  private static long copy(Connection connection, String select, Path file) throws SQLException {
    try (var statement = connection.createStatement()) {
      return statement.executeUpdate(
          "copy (%s) to '%s' (format parquet, compression zstd)"
              .formatted(select, file.toString().replace("'", "''")));
    }
  }

  private long read(UUID tenant, Path directory) throws SQLException, IOException {
    requireNothing(tenant);
    var staging = files.moving();
    var segments = new ArrayList<Segment>();
    var known = new ArrayList<long[]>();
    try {
      SegmentFiles.copy(directory, staging);
      for (var table : tables.values()) {
        if (isCounted(table, staging)) {
          long counted = countedNow(table);
          segments.addAll(
              snapshots.<List<Segment>, IOException>read(
                  (connection, _) -> copyIn(connection, table, tenant, staging, counted, known)));
        }
      }
      var fresh = new ArrayList<Long>();
      var _ =
          transactions.commit(
              connection -> {
                requireNothing(connection, tenant);
                fresh.add(insertNew(connection, tenant, staging, known));
                insertTables(connection, tenant, staging);
                return new Edit(segments, List.of());
              },
              () -> known.forEach(id -> recent.restore(id[0], id[1], id[2], instance.today())));
      return segments.stream().mapToLong(Segment::rows).sum() + fresh.getFirst();
    } catch (SQLException | IOException | RuntimeException e) {
      instance.discard(segments);
      throw e;
    } finally {
      files.moved();
    }
  }

  /**
   * A moment just past, up to which the stream's rows are in its rollups: what is imported as
   * counted must not seem to be received after it, and no longer ago than it has to, since that
   * says for how long its id is known.
   */
  private long countedNow(EventTable table) throws SQLException {
    var stream = table.stream();
    rollups.roll();
    boolean idle =
        rolled.change(snapshot -> rollups.advance(snapshot, stream, instance.nextReceived()));
    if (!idle) {
      rollups.roll();
    }
    return Math.min(rollups.rolledTo(stream), Sealing.LATEST);
  }

  private void requireNothing(UUID tenant) throws SQLException {
    snapshots.<Boolean, SQLException>read(
        (connection, _) -> {
          requireNothing(connection, tenant);
          return true;
        });
  }

  private void requireNothing(Connection connection, UUID tenant) throws SQLException {
    var hot =
        new TenantTables(
            tables.keySet().stream()
                .map(name -> new TenantTables.TenantTable("main", name, List.of()))
                .toList());
    if (catalogue.current().all().stream().anyMatch(segment -> segment.tenant().equals(tenant))
        || hot.haveRowsOf(connection, tenant)
        || instance.tenantTables().haveRowsOf(connection, tenant)) {
      throw new IllegalArgumentException(
          "tenant " + tenant + " has rows in the store; erase them before others are imported");
    }
  }

  private List<Segment> copyIn(
      Connection connection,
      EventTable table,
      UUID tenant,
      Path staging,
      long counted,
      List<long[]> known)
      throws SQLException, IOException {
    var file = staging.resolve(table.name()).resolve(ROWS);
    remember(connection, table, tenant, file, known);
    return writer.write(
        connection,
        table.stream(),
        instance.columnsOf(table),
        select(
            connection,
            table,
            tenant,
            file,
            "least(%s, make_timestamp(%d))".formatted(EventTable.RECEIVED, counted)));
  }

  /** Rows that no rollup counts yet come as if they were received now. */
  private long insertNew(Connection connection, UUID tenant, Path staging, List<long[]> known)
      throws SQLException {
    long inserted = 0;
    long received = instance.nextReceived();
    for (var table : tables.values()) {
      var folder = staging.resolve(table.name());
      var uncounted = isCounted(table, staging) ? List.of(NEW) : List.of(ROWS, NEW);
      for (var name : uncounted) {
        var file = folder.resolve(name);
        if (Files.exists(file)) {
          remember(connection, table, tenant, file, known);
          inserted += insert(connection, table, tenant, file, received);
        }
      }
    }
    return inserted;
  }

  private long insert(
      Connection connection, EventTable table, UUID tenant, Path file, long received)
      throws SQLException {
    try (var statement = connection.createStatement()) {
      return statement.executeUpdate(
          "insert into "
              + EventTable.quoted(table.name())
              + " "
              + select(connection, table, tenant, file, "make_timestamp(" + received + ")"));
    }
  }

  /** Whether there are rows, and rollups of this engine have counted them. */
  private boolean isCounted(EventTable table, Path staging) {
    var tablesOfRollups = rollups.tables(table.stream());
    return Files.exists(staging.resolve(table.name()).resolve(ROWS))
        && (tablesOfRollups.isEmpty()
            || tablesOfRollups.stream()
                .anyMatch(name -> Files.exists(staging.resolve(TABLES).resolve(name + PARQUET))));
  }

  /** Tables of rollups that are not declared here stay out. */
  private void insertTables(Connection connection, UUID tenant, Path staging) throws SQLException {
    for (var table : instance.tenantTables().tables()) {
      var file = staging.resolve(TABLES).resolve(table.schema() + "." + table.name() + PARQUET);
      if (Files.exists(file)) {
        try (var statement = connection.createStatement()) {
          statement.execute(
              "insert into %s by name select '%s'::uuid as tenant_id, * from %s"
                  .formatted(table.quoted(), tenant, parquet(file)));
        }
      }
    }
  }

  private void remember(
      Connection connection, EventTable table, UUID tenant, Path file, List<long[]> known)
      throws SQLException {
    long since = (instance.today() - RecentIds.DAYS_KEPT) * Group.MICROS_PER_DAY;
    var fingerprint = new Fingerprint(table.name());
    try (var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "select %s, epoch_us(%s) from %s where %2$s >= make_timestamp(%d)"
                    .formatted(
                        EventTable.quoted(table.stream().id()),
                        EventTable.RECEIVED,
                        parquet(file),
                        since))) {
      while (row.next()) {
        fingerprint.of(tenant, row.getString(1));
        long day = Math.min(instance.today(), Math.floorDiv(row.getLong(2), Group.MICROS_PER_DAY));
        known.add(new long[] {fingerprint.high(), fingerprint.low(), day});
      }
    }
  }

  /** All columns of the table in its order; what the file does not have is null. */
  private String select(
      Connection connection, EventTable table, UUID tenant, Path file, String received)
      throws SQLException {
    var present = new HashSet<String>();
    try (var statement = connection.createStatement();
        var row = statement.executeQuery("describe select * from " + parquet(file))) {
      while (row.next()) {
        present.add(row.getString(1));
      }
    }
    return instance.columnsOf(table).stream()
        .map(
            name ->
                switch (name) {
                  case EventTable.TENANT -> "'%s'::uuid as %s".formatted(tenant, name);
                  case EventTable.RECEIVED -> "%s as %s".formatted(received, name);
                  default -> {
                    var type = table.columns().get(table.indexOf(name)).type();
                    yield "%s::%s as %s"
                        .formatted(
                            present.contains(name) ? EventTable.quoted(name) : "null",
                            EventTable.sqlType(type),
                            EventTable.quoted(name));
                  }
                })
        .collect(Collectors.joining(", ", "select ", " from " + parquet(file)));
  }

  private static String parquet(Path file) {
    return "read_parquet('%s', hive_partitioning = false)"
        .formatted(file.toString().replace("'", "''"));
  }
}
