package dev.freehold.eventstore.clickhouse;

import static dev.freehold.eventstore.clickhouse.Layout.quoted;

import dev.freehold.eventstore.Level;
import dev.freehold.eventstore.Stream;
import dev.freehold.eventstore.Tiers;
import dev.freehold.eventstore.intake.RecentIds;
import dev.freehold.eventstore.question.Kept;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;

/** Erases and expires rows together with their buckets. Runs on the writer thread. */
final class Upkeep {

  private final Server server;
  private final ClickHouseSettings settings;

  Upkeep(Server server, ClickHouseSettings settings) {
    this.server = server;
    this.settings = settings;
  }

  long erase(Erasure erasure, Rolling rolling, UUID tenant, String person, long received) {
    var table = rolling.table();
    var whose = Erasure.whose(tenant, table.stream().person(), person);
    var times = new TreeSet<Instant>();
    server.each(
        "select distinct toStartOfMinute(%s) from %s where %s"
            .formatted(quoted(table.stream().time()), table.table(), whose),
        Map.of(),
        row -> times.add(row.getObject(1, LocalDateTime.class).toInstant(ZoneOffset.UTC)));
    var erased = new long[1];
    rolling.change(
        tenant, times, settings, received, () -> erased[0] = erasure.remove(table, tenant, whose));
    for (var shape : rolling.shapes()) {
      boolean byPerson = shape.rollup().by().contains(table.stream().person());
      for (var level : Level.values()) {
        // What the recomputing deleted is still in the files without this.
        erasure.rewrite(table.layout(), shape.name(level), byPerson ? whose : "0");
      }
    }
    return erased[0];
  }

  void eraseTenant(Erasure erasure, Rolling rolling, UUID tenant, long received) {
    var table = rolling.table();
    var whose = "tenant_id = '" + tenant + "'";
    rolling.alone(
        () -> {
          rolling.fold(received);
          erasure.remove(table, tenant, whose);
          for (var shape : rolling.shapes()) {
            for (var level : Level.values()) {
              erasure.rewrite(table.layout(), shape.name(level), whose);
            }
          }
        });
  }

  /** Brings the buckets up to date and drops what every tenant has ceased to keep. */
  void maintain(Rolling rolling, long received) {
    rolling.alone(() -> rolling.fold(received));
    var table = rolling.table();
    expire(table, table.name(), table.stream().time(), "received_at", Kept::rowsFrom);
    for (var shape : rolling.shapes()) {
      for (var level : Level.values()) {
        expire(
            table, shape.name(level), Shape.BUCKET, Shape.COUNTED, kept -> kept.bucketsFrom(level));
      }
    }
  }

  /** Rows received lately stay whatever their age: their ids are not to be forgotten. */
  private void expire(
      EventTable table, String name, String time, String received, Function<Kept, Instant> from) {
    var now = settings.clock().instant();
    var recently = now.minusSeconds((RecentIds.DAYS_KEPT + 1) * 86_400L);
    record Share(String partition, UUID tenant, Instant newest, Instant received) {}
    var shares =
        server.read(
            """
            select _partition_id, tenant_id, toDateTime64(max(%s), 6, 'UTC'), max(%s) from %s
            group by _partition_id, tenant_id"""
                .formatted(quoted(time), received, table.layout().storage(name)),
            row ->
                new Share(
                    row.getString(1),
                    row.getObject(2, UUID.class),
                    row.getObject(3, Instant.class),
                    row.getObject(4, Instant.class)));
    var expired = new TreeSet<String>();
    var needed = new TreeSet<String>();
    for (var share : shares) {
      expired.add(share.partition());
      if (share.newest().compareTo(from.apply(kept(share.tenant(), table.stream(), now))) >= 0
          || share.received().isAfter(recently)) {
        needed.add(share.partition());
      }
    }
    expired.removeAll(needed);
    for (var partition : expired) {
      server.run(
          "alter table %s%s drop partition id '%s'"
              .formatted(table.layout().storage(name), table.layout().onCluster(), partition));
    }
  }

  private Kept kept(UUID tenant, Stream stream, Instant now) {
    Tiers tiers = settings.retention().of(tenant, stream);
    return new Kept(tiers, now, Map.of());
  }
}
