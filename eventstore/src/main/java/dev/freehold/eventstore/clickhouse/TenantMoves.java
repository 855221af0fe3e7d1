package dev.freehold.eventstore.clickhouse;

import static dev.freehold.eventstore.clickhouse.Layout.quoted;

import dev.freehold.eventstore.EventStoreUnavailable;
import dev.freehold.eventstore.Level;
import dev.freehold.eventstore.intake.Fingerprint;
import dev.freehold.eventstore.intake.RecentIds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * Takes a tenant's rows out as Parquet files, and in again. Runs on the writer thread.
 *
 * <p>A stream's folder has {@code rows.parquet} and, from other engines, {@code new.parquet} with
 * rows that no rollup counts yet: the columns and {@code received_at}. What rollups keep is in
 * {@code _tables}; where that is another engine's, rollups are made anew from the rows, and where
 * rows are not kept from {@code _sums}.
 */
final class TenantMoves {

  private static final String ROWS = "rows.parquet";
  private static final String NEW = "new.parquet";
  private static final String TABLES = "_tables";
  private static final String SUMS = "_sums";
  private static final String KEPT = "kept.parquet";
  private static final String STAGING = "freehold$staging";

  private final Server server;
  private final Collection<Rolling> rollings;
  private final RecentIds recent;
  private final ClickHouseSettings settings;

  TenantMoves(
      Server server, Collection<Rolling> rollings, RecentIds recent, ClickHouseSettings settings) {
    this.server = server;
    this.rollings = rollings;
    this.recent = recent;
    this.settings = settings;
  }

  long exportTo(UUID tenant, Path directory, long received) {
    long count = 0;
    try {
      Files.createDirectories(directory);
      try (var inside = Files.list(directory)) {
        if (inside.findAny().isPresent()) {
          throw new IllegalArgumentException(directory + " is not empty");
        }
      }
      for (var rolling : rollings) {
        rolling.alone(() -> rolling.fold(received));
        var table = rolling.table();
        var whose = " where tenant_id = '" + tenant + "'";
        var folder = Files.createDirectories(directory.resolve(table.name()));
        server.download(
            "select " + String.join(", ", quotedNames(table)) + " from " + table.table() + whose,
            folder.resolve(ROWS));
        count += server.number("select count() from " + table.table() + whose);
        for (var shape : rolling.shapes()) {
          var tables = Files.createDirectories(directory.resolve(TABLES));
          for (var level : Level.values()) {
            server.download(
                "select " + shape.exported() + " from " + shape.table(level) + whose,
                tables.resolve(file(shape, level)));
          }
        }
      }
      return count;
    } catch (IOException e) {
      throw new EventStoreUnavailable("cannot write to " + directory + ": " + e.getMessage(), e);
    }
  }

  long importFrom(UUID tenant, Path directory, LongSupplier nextReceived) {
    requireNothing(tenant);
    long count = 0;
    try {
      for (var rolling : rollings) {
        var folder = directory.resolve(rolling.table().name());
        boolean rolled =
            rolling.shapes().stream()
                .allMatch(
                    shape ->
                        Files.exists(directory.resolve(TABLES).resolve(file(shape, Level.DAY))));
        if (rolled) {
          long upto = nextReceived.getAsLong();
          rolling.alone(
              () -> {
                rolling.fold(upto);
                for (var shape : rolling.shapes()) {
                  for (var level : Level.values()) {
                    take(shape, level, tenant, directory);
                  }
                }
              });
          count += takeRows(rolling, tenant, folder.resolve(ROWS), upto, false);
        } else {
          count += takeOthers(rolling, tenant, directory, nextReceived.getAsLong());
        }
        count += takeRows(rolling, tenant, folder.resolve(NEW), nextReceived.getAsLong(), true);
      }
      return count;
    } catch (IOException e) {
      throw new EventStoreUnavailable("cannot read " + directory + ": " + e.getMessage(), e);
    }
  }

  /**
   * Rows and buckets of another engine. Where all rows of a bucket are kept it is made of them, and
   * elsewhere of what the other engine knew of it.
   */
  private long takeOthers(Rolling rolling, UUID tenant, Path directory, long upto)
      throws IOException {
    var folder = directory.resolve(rolling.table().name());
    boolean retired = Files.exists(folder.resolve(KEPT));
    if (retired) {
      long from = keptFrom(folder.resolve(KEPT));
      rolling.alone(
          () -> {
            rolling.fold(upto);
            for (var shape : rolling.shapes()) {
              for (var level : Level.values()) {
                takeOthers(shape, level, tenant, directory);
              }
            }
            foldRows(rolling, tenant, folder.resolve(ROWS), from, upto);
          });
    }
    return takeRows(rolling, tenant, folder.resolve(ROWS), upto, !retired);
  }

  private long keptFrom(Path file) throws IOException {
    var staging = table();
    server.run("drop table if exists " + staging);
    server.run("create table " + staging + " (kept_from DateTime64(6, 'UTC')) engine = Memory");
    server.upload(staging, file);
    long from = server.number("select toUnixTimestamp64Micro(max(kept_from)) from " + staging);
    server.run("drop table " + staging);
    return from;
  }

  private void takeOthers(Shape shape, Level level, UUID tenant, Path directory) {
    var file = directory.resolve(SUMS).resolve(shape.name(level) + ".parquet");
    if (!Files.exists(file)) {
      return;
    }
    try {
      var staging = table();
      server.run("drop table if exists " + staging);
      server.run("create table " + staging + " (" + shape.portableColumns() + ") engine = Memory");
      server.upload(staging, file);
      server.run(
          "insert into %s %s %s"
              .formatted(
                  shape.table(level),
                  shape.columns(),
                  shape.ofPortable(tenant.toString(), staging)));
      server.run("drop table " + staging);
    } catch (IOException e) {
      throw new EventStoreUnavailable("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /** Adds rows to the buckets that begin no earlier than an instant. */
  private void foldRows(Rolling rolling, UUID tenant, Path file, long from, long upto) {
    if (!Files.exists(file)) {
      return;
    }
    var table = rolling.table();
    try {
      var staging = stage(table, table.table(), "tenant_id", file);
      for (var shape : rolling.shapes()) {
        for (var level : Level.values()) {
          var rows =
              """
              (select * except (received_at), toUUID('%s') as tenant_id,
                least(received_at, %s) as received_at from %s) where %s >= %s"""
                  .formatted(
                      tenant,
                      EventTable.micros(upto),
                      staging,
                      Shape.bucket(level, quoted(table.stream().time())),
                      EventTable.micros(from));
          server.run(
              "insert into %s %s %s"
                  .formatted(shape.table(level), shape.columns(), shape.ofRows(level, rows)));
        }
      }
      server.run("drop table " + staging);
    } catch (IOException e) {
      throw new EventStoreUnavailable("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private void requireNothing(UUID tenant) {
    for (var rolling : rollings) {
      var tables = new ArrayList<String>();
      tables.add(rolling.table().table());
      for (var shape : rolling.shapes()) {
        tables.add(shape.table(Level.MONTH));
      }
      for (var table : tables) {
        if (server.number("select count() from " + table + " where tenant_id = '" + tenant + "'")
            > 0) {
          throw new IllegalArgumentException(
              "tenant " + tenant + " has rows in the store; erase them before others are imported");
        }
      }
    }
  }

  /**
   * @param received when rows were received; else, no row later than that
   * @param asNew whether all rows come as if they were received then
   */
  private long takeRows(Rolling rolling, UUID tenant, Path file, long received, boolean asNew)
      throws IOException {
    if (!Files.exists(file)) {
      return 0;
    }
    var table = rolling.table();
    var names = quotedNames(table);
    var staging = stage(table, table.table(), "tenant_id", file);
    var last = EventTable.micros(received);
    var when = asNew ? last : "least(received_at, " + last + ")";
    remember(table, tenant, staging);
    server.run(
        "insert into %s (tenant_id, %s) select '%s', %s, %s from %s"
            .formatted(
                table.table(),
                String.join(", ", names),
                tenant,
                String.join(", ", names.subList(0, names.size() - 1)),
                when,
                staging));
    long count = server.number("select count() from " + staging);
    server.run("drop table " + staging);
    return count;
  }

  private void take(Shape shape, Level level, UUID tenant, Path directory) {
    var file = directory.resolve(TABLES).resolve(file(shape, level));
    try {
      if (!Files.exists(file)) {
        return;
      }
      var staging = table();
      server.run("drop table if exists " + staging);
      server.run("create table " + staging + " (" + shape.exportedColumns() + ") engine = Memory");
      server.upload(staging, file);
      server.run(
          "insert into %s %s select '%s', %s from %s"
              .formatted(shape.table(level), shape.columns(), tenant, shape.imported(), staging));
      server.run("drop table " + staging);
    } catch (IOException e) {
      throw new EventStoreUnavailable("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /** A table of what is in a file, on the server that was asked. */
  private String stage(EventTable table, String like, String without, Path file)
      throws IOException {
    var staging = table();
    server.run("drop table if exists " + staging);
    server.run(
        "create table %s engine = MergeTree order by tuple() as select * except (%s) from %s where 0"
            .formatted(staging, without, like));
    server.upload(staging, file);
    return staging;
  }

  private String table() {
    return settings.database() + "." + quoted(STAGING);
  }

  private void remember(EventTable table, UUID tenant, String staging) {
    var fingerprint = new Fingerprint(table.name());
    long today =
        Math.floorDiv(Encoding.micros(settings.clock().instant()), Encoding.MICROS_PER_DAY);
    server.each(
        "select %s, received_at from %s".formatted(quoted(table.stream().id()), staging),
        Map.of(),
        row -> {
          fingerprint.of(tenant, row.getString(1));
          long day = row.getObject(2, LocalDateTime.class).toEpochSecond(ZoneOffset.UTC) / 86_400;
          recent.restore(fingerprint.high(), fingerprint.low(), day, today);
        });
  }

  private static List<String> quotedNames(EventTable table) {
    return table.insertedColumns().stream().skip(1).map(Layout::quoted).toList();
  }

  private static String file(Shape shape, Level level) {
    return "clickhouse." + shape.name(level) + ".parquet";
  }
}
