package dev.freehold.eventstore.duckdb;

import dev.freehold.eventstore.intake.Fingerprint;
import dev.freehold.eventstore.intake.RecentIds;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** Learns from the file which ids were received lately. */
final class Rebuild {

  private final Connection connection;
  private final RecentIds recent;

  Rebuild(Connection connection, RecentIds recent) {
    this.connection = connection;
    this.recent = recent;
  }

  /** The latest receipt in microseconds, or the smallest number when the file is empty. */
  long lastReceived(List<EventTable> tables) throws SQLException {
    long last = 0;
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
    var fingerprint = new Fingerprint(table.name());
    var sql =
        "select tenant_id, %s, epoch_us(%s) from %s where %2$s >= make_timestamp(%d)"
            .formatted(
                EventTable.quoted(table.stream().id()),
                EventTable.RECEIVED,
                EventTable.quoted(table.name()),
                (today - RecentIds.DAYS_KEPT) * Group.MICROS_PER_DAY);
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
