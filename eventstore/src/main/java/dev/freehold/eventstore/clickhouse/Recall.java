package dev.freehold.eventstore.clickhouse;

import static dev.freehold.eventstore.clickhouse.Layout.quoted;

import dev.freehold.eventstore.intake.Fingerprint;
import dev.freehold.eventstore.intake.RecentIds;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Learns from the tables which ids were received lately. */
final class Recall {

  private final Server server;
  private final RecentIds recent;

  Recall(Server server, RecentIds recent) {
    this.server = server;
    this.recent = recent;
  }

  /** The latest receipt in microseconds; 0 when there was none. */
  long lastReceived(List<EventTable> tables) {
    long last = 0;
    for (var table : tables) {
      // What an earlier process sent must have arrived or be gone before anybody looks.
      server.kill(table.layout(), "startsWith(query_id, '" + Block.prefix(table) + "')");
      last =
          Math.max(
              last,
              server.number(
                  "select toUnixTimestamp64Micro(max(received_at)) from " + table.table()));
    }
    return last;
  }

  void read(List<EventTable> tables, long today) {
    for (var table : tables) {
      var fingerprint = new Fingerprint(table.name());
      var sql =
          "select tenant_id, %s, received_at from %s where received_at >= %s"
              .formatted(
                  quoted(table.stream().id()),
                  table.table(),
                  EventTable.time(
                      java.time.Instant.ofEpochSecond(
                          Math.max(0, today - RecentIds.DAYS_KEPT) * 86_400)));
      server.each(
          sql,
          Map.of(),
          row -> {
            fingerprint.of(row.getObject(1, UUID.class), row.getString(2));
            long day = row.getObject(3, LocalDateTime.class).toEpochSecond(ZoneOffset.UTC) / 86_400;
            recent.restore(fingerprint.high(), fingerprint.low(), day, today);
          });
    }
  }
}
