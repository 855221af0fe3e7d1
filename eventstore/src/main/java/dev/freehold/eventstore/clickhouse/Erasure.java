package dev.freehold.eventstore.clickhouse;

import static dev.freehold.eventstore.clickhouse.Layout.quoted;

import dev.freehold.eventstore.EventStoreUnavailable;
import dev.freehold.eventstore.Level;
import dev.freehold.eventstore.intake.Fingerprint;
import dev.freehold.eventstore.intake.RecentIds;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Removes rows with their bytes: the server writes the parts that hold them anew, and the old parts
 * are awaited until they are gone from the disk. Changes run on the writer thread.
 */
final class Erasure {

  private static final long LONGEST_WAIT_SECONDS = 120;
  private static final long LOOK_AGAIN_MILLIS = 50;

  private final Server server;
  private final RecentIds recent;

  Erasure(Server server, RecentIds recent) {
    this.server = server;
    this.recent = recent;
  }

  /**
   * The condition that a row is a person's. The mutation's text stays in the server's files for a
   * while: it must not name the person.
   */
  static String whose(UUID tenant, String column, String person) {
    return "tenant_id = '%s' and lower(hex(SHA256(ifNull(toString(%2$s), '')))) = '%3$s' and %2$s is not null"
        .formatted(tenant, quoted(column), sha256(person));
  }

  /** Removes the rows of a stream that a condition holds for, and all memory of them. */
  long remove(EventTable table, UUID tenant, String condition) {
    var ids =
        server.read(
            "select %s from %s where %s"
                .formatted(quoted(table.stream().id()), table.table(), condition),
            row -> row.getString(1));
    rewrite(table.layout(), table.name(), condition);
    forget(table, tenant, ids);
    return ids.size();
  }

  /** Rewrites the parts of a table without some rows, and without those deleted before. */
  void rewrite(Layout layout, String name, String condition) {
    var target = layout.storage(name) + layout.onCluster();
    server.run(
        "alter table %s delete where %s settings mutations_sync = 2".formatted(target, condition));
    server.run("alter table " + target + " apply deleted mask settings mutations_sync = 2");
  }

  /** Nothing of a removed row is kept, not even its fingerprint: its id is new again. */
  void forget(EventTable table, UUID tenant, List<String> ids) {
    var fingerprint = new Fingerprint(table.name());
    for (var id : ids) {
      fingerprint.of(tenant, id);
      recent.remove(fingerprint.high(), fingerprint.low());
    }
  }

  /**
   * Waits until what was rewritten before now is deleted; may run on any thread.
   *
   * @throws EventStoreUnavailable when that takes too long
   */
  void awaitRemoval(Rolling rolling) {
    var layout = rolling.table().layout();
    awaitRemoval(layout, rolling.table().name());
    for (var shape : rolling.shapes()) {
      for (var level : Level.values()) {
        awaitRemoval(layout, shape.name(level));
      }
    }
  }

  private void awaitRemoval(Layout layout, String name) {
    long now = server.number("select toUnixTimestamp(now())");
    var parts =
        layout.cluster() == null
            ? "system.parts"
            : "clusterAllReplicas(" + layout.cluster() + ", system.parts)";
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_WAIT_SECONDS);
    while (server.number(
            """
            select count() from %s
            where database = '%s' and table = '%s' and not active and remove_time <= %d"""
                .formatted(parts, layout.database(), layout.storageName(name), now))
        > 0) {
      if (System.nanoTime() > deadline) {
        throw new EventStoreUnavailable(
            "the rows are gone from every query, but old files of "
                + name
                + " are still on the server's disk; ask again");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_AGAIN_MILLIS));
    }
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
