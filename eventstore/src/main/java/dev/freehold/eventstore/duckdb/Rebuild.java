package dev.freehold.eventstore.duckdb;

import dev.freehold.eventstore.duckdb.segments.Segment;
import dev.freehold.eventstore.duckdb.segments.SegmentFiles;
import dev.freehold.eventstore.duckdb.segments.Version;
import dev.freehold.eventstore.intake.Fingerprint;
import dev.freehold.eventstore.intake.RecentIds;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** Learns from the file which ids were received lately. */
final class Rebuild {

  private static final int FILES_AT_ONCE = 1_000;

  private final Connection connection;
  private final RecentIds recent;
  private final SegmentFiles files;
  private final Version version;

  Rebuild(Connection connection, RecentIds recent, SegmentFiles files, Version version) {
    this.connection = connection;
    this.recent = recent;
    this.files = files;
    this.version = version;
  }

  /** The latest receipt in microseconds, or zero when there are no rows. */
  long lastReceived(List<EventTable> tables) throws SQLException {
    long last = version.all().stream().mapToLong(Segment::received).max().orElse(0);
    for (var table : tables) {
      try (var statement = connection.createStatement();
          var row =
              statement.executeQuery(
                  "select coalesce(epoch_us(max(%s)), 0) from %s"
                      .formatted(EventTable.RECEIVED, EventTable.quoted(table.name())))) {
        row.next();
        last = Math.max(last, row.getLong(1));
      }
    }
    return last;
  }

  void read(List<EventTable> tables, long today) throws SQLException {
    for (var table : tables) {
      read(table, today);
    }
  }

  private void read(EventTable table, long today) throws SQLException {
    long since = (today - RecentIds.DAYS_KEPT) * Group.MICROS_PER_DAY;
    read(table, EventTable.quoted(table.name()), since, today);
    var sealed =
        version.of(table.name()).values().stream()
            .flatMap(List::stream)
            .filter(segment -> segment.received() >= since)
            .toList();
    for (int from = 0; from < sealed.size(); from += FILES_AT_ONCE) {
      var some = sealed.subList(from, Math.min(sealed.size(), from + FILES_AT_ONCE));
      read(table, TenantRows.readParquet(files, some), since, today);
    }
  }

  private void read(EventTable table, String rows, long since, long today) throws SQLException {
    var fingerprint = new Fingerprint(table.name());
    var sql =
        "select tenant_id, %s, epoch_us(%s) from %s where %2$s >= make_timestamp(%d)"
            .formatted(EventTable.quoted(table.stream().id()), EventTable.RECEIVED, rows, since);
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      while (row.next()) {
        fingerprint.of(row.getObject(1, UUID.class), row.getString(2));
        long day = Math.floorDiv(row.getLong(3), Group.MICROS_PER_DAY);
        recent.restore(fingerprint.high(), fingerprint.low(), day, today);
      }
    }
  }
}
