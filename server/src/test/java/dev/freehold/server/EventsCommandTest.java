package dev.freehold.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.analytics.AnalyticsStreams;
import dev.freehold.eventstore.Batch;
import dev.freehold.eventstore.EventStore;
import dev.freehold.eventstore.Query;
import dev.freehold.kernel.db.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the operator does with events, on a server that runs and on one that does not. */
class EventsCommandTest {

  private static final UUID ACME = UUID.randomUUID();

  @TempDir private Path folder;

  private static Batch aliases(String... ids) {
    var rows = new ArrayList<@Nullable Object[]>();
    for (var id : ids) {
      rows.add(new @Nullable Object[] {id, "a-" + id, "ann", Instant.now()});
    }
    return new Batch(AnalyticsStreams.ALIASES, rows);
  }

  private static List<String> ids(EventStore store, UUID tenant) {
    return store.query(
        tenant,
        Query.of("select alias_id from {analytics_aliases} order by alias_id"),
        Duration.ofSeconds(30),
        row -> row.getString(1));
  }

  @Test
  void aRunningServerMovesItsEventsAndATenantsComeAndGo() throws IOException {
    try (var database = TestDatabase.migrated()) {
      var config = CommandRun.settings(folder, database);
      var option = "--config=" + config;
      var other = UUID.randomUUID();
      try (var server = CommandRun.start(config)) {
        assertThat(Files.getPosixFilePermissions(folder.resolve("data").resolve("control.sock")))
            .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        var store = server.bean(EventStore.class);
        store.append(ACME, aliases("a", "b")).join();

        assertThat(CommandRun.of("events", option, "status").output())
            .isEqualTo("events are not being moved\n");
        assertThat(CommandRun.of("events", option, "cancel").errors())
            .isEqualTo("freehold: no events are being moved\n");
        var moved =
            CommandRun.of("events", option, "move", "--to", "duckdb:" + folder.resolve("new"));
        assertThat(moved.status()).as(moved.output() + moved.errors()).isZero();
        assertThat(moved.output().lines().toList().getLast())
            .startsWith("moved: 1 of 1 tenants, 2 rows copied");

        store.append(ACME, aliases("b", "c")).join();
        assertThat(ids(store, ACME)).containsExactly("a", "b", "c");
        var exported =
            CommandRun.of(
                "events",
                option,
                "export",
                "--tenant",
                ACME.toString(),
                "--to",
                folder.resolve("files").toString());
        assertThat(exported.output()).as(exported.errors()).isEqualTo("3 rows were written\n");
        var imported =
            CommandRun.of(
                "events",
                option,
                "import",
                "--tenant",
                other.toString(),
                "--from",
                folder.resolve("files").toString());
        assertThat(imported.output()).as(imported.errors()).isEqualTo("3 rows were read\n");
        assertThat(ids(store, other)).containsExactly("a", "b", "c");
        assertThat(
                CommandRun.of(
                        "events",
                        option,
                        "import",
                        "--tenant",
                        other.toString(),
                        "--from",
                        folder.resolve("files").toString())
                    .errors())
            .contains("erase them before others are imported");
      }
      // Nobody runs now, and the settings still name the old store.
      var reconciled = CommandRun.of("events", option, "reconcile");
      assertThat(reconciled.status()).as(reconciled.errors()).isZero();
      assertThat(reconciled.output())
          .endsWith("2 tenants, 0 buckets that differ from their rows\n");
      try (var server = CommandRun.start(config)) {
        assertThat(ids(server.bean(EventStore.class), ACME)).containsExactly("a", "b", "c");
      }
    }
  }

  @Test
  void whatIsNotUnderstoodIsSaid() {
    assertThat(CommandRun.of("events").status()).isEqualTo(2);
    assertThat(CommandRun.of("events", "move").errors()).contains("--to=URL");
    assertThat(CommandRun.of("events", "--help").output())
        .contains("move", "cancel", "status", "export", "import", "reconcile", "--data=DIR");
  }
}
