package dev.freehold.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.analytics.AnalyticsStreams;
import dev.freehold.eventstore.Batch;
import dev.freehold.eventstore.EventStore;
import dev.freehold.eventstore.Query;
import dev.freehold.kernel.db.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the operator does with events, on a server that runs and on one that does not. */
class EventsCommandTest {

  private static final UUID ACME = UUID.randomUUID();

  @TempDir private Path folder;

  private record Ran(int status, String output, String errors) {}

  private static Ran run(String... arguments) {
    var output = new ByteArrayOutputStream();
    var errors = new StringWriter();
    var console = System.out;
    System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
    try {
      var status = Freehold.commandLine().setErr(new PrintWriter(errors, true)).execute(arguments);
      return new Ran(status, output.toString(StandardCharsets.UTF_8), errors.toString());
    } finally {
      System.setOut(console);
    }
  }

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

  private Path settings(TestDatabase database) throws IOException {
    var where = database.settings();
    return Files.writeString(
        folder.resolve("freehold.properties"),
        """
        freehold.data=%s
        freehold.database.url=%s
        freehold.database.owner-url=%s
        freehold.database.application.user=%s
        freehold.database.application.password=%s
        freehold.database.platform.user=%s
        freehold.database.platform.password=%s
        freehold.database.owner.user=%s
        freehold.database.owner.password=%s
        server.port=0
        management.server.port=0
        logging.structured.format.console=
        logging.level.root=warn
        """
            .formatted(
                folder.resolve("data"),
                where.url(),
                where.ownerUrl(),
                where.application().user(),
                where.application().password(),
                where.platform().user(),
                where.platform().password(),
                where.owner().user(),
                where.owner().password()));
  }

  private static RunningServer start(Path config) {
    return RunningServer.start(
        Map.of("spring.config.additional-location", config.toUri().toString()));
  }

  @Test
  void aRunningServerMovesItsEventsAndATenantsComeAndGo() throws IOException {
    try (var database = TestDatabase.migrated()) {
      var config = settings(database);
      var option = "--config=" + config;
      var other = UUID.randomUUID();
      try (var server = start(config)) {
        assertThat(Files.getPosixFilePermissions(folder.resolve("data").resolve("events.sock")))
            .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        var store = server.bean(EventStore.class);
        store.append(ACME, aliases("a", "b")).join();

        assertThat(run("events", option, "status").output())
            .isEqualTo("events are not being moved\n");
        assertThat(run("events", option, "cancel").errors())
            .isEqualTo("freehold: no events are being moved\n");
        var moved = run("events", option, "move", "--to", "duckdb:" + folder.resolve("new"));
        assertThat(moved.status()).as(moved.output() + moved.errors()).isZero();
        assertThat(moved.output().lines().toList().getLast())
            .startsWith("moved: 1 of 1 tenants, 2 rows copied");

        store.append(ACME, aliases("b", "c")).join();
        assertThat(ids(store, ACME)).containsExactly("a", "b", "c");
        var exported =
            run(
                "events",
                option,
                "export",
                "--tenant",
                ACME.toString(),
                "--to",
                folder.resolve("files").toString());
        assertThat(exported.output()).as(exported.errors()).isEqualTo("3 rows were written\n");
        var imported =
            run(
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
                run(
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
      var reconciled = run("events", option, "reconcile");
      assertThat(reconciled.status()).as(reconciled.errors()).isZero();
      assertThat(reconciled.output())
          .endsWith("2 tenants, 0 buckets that differ from their rows\n");
      try (var server = start(config)) {
        assertThat(ids(server.bean(EventStore.class), ACME)).containsExactly("a", "b", "c");
      }
    }
  }

  @Test
  void whatIsNotUnderstoodIsSaid() {
    assertThat(run("events").status()).isEqualTo(2);
    assertThat(run("events", "move").errors()).contains("--to=URL");
    assertThat(run("events", "--help").output())
        .contains("move", "cancel", "status", "export", "import", "reconcile", "--data=DIR");
  }
}
