package dev.freehold.eventstore.move;

import static dev.freehold.eventstore.Visits.SOON;
import static dev.freehold.eventstore.Visits.STREAM;
import static dev.freehold.eventstore.Visits.batch;
import static dev.freehold.eventstore.Visits.visit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.eventstore.EventStore;
import dev.freehold.eventstore.MovableStore;
import dev.freehold.eventstore.Query;
import dev.freehold.eventstore.Retention;
import dev.freehold.eventstore.clickhouse.ClickHouseEventStore;
import dev.freehold.eventstore.clickhouse.ClickHouseServer;
import dev.freehold.eventstore.clickhouse.ClickHouseSettings;
import dev.freehold.eventstore.duckdb.DuckDbEventStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed again and again while it moves events, and goes on each time. */
@Timeout(600)
class MoveKillTest {

  private static final int KILLS = System.getenv("FREEHOLD_REQUIRE_ALL") == null ? 5 : 40;
  private static final int TENANTS = 12;
  private static final int ROWS = 2_000;
  private static final int MOST_MILLIS = 1_500;

  @TempDir private Path dir;

  private static UUID tenant(int number) {
    return new UUID(0x0198_0000_0000_7000L, number);
  }

  private static LiveStore open(Path dir) {
    return LiveStore.open(
        "duckdb",
        dir.resolve("state"),
        address -> openAt(dir, address),
        List.of(STREAM),
        Retention.DECLARED,
        InstantSource.system());
  }

  private static MovableStore openAt(Path dir, String address) {
    if (address.startsWith("clickhouse:")) {
      return ClickHouseEventStore.open(ClickHouseSettings.of(address), List.of(STREAM));
    }
    return DuckDbEventStore.open(
        address.equals("duckdb") ? dir.resolve("old") : dir.resolve("new"), List.of(STREAM));
  }

  @Test
  void nothingIsLostOrDoubledOnTheWayToAnotherFolder() throws Exception {
    moveAndKill("duckdb:new");
  }

  @Test
  void nothingIsLostOrDoubledOnTheWayToAServer(@TempDir Path data) throws Exception {
    try (var server = ClickHouseServer.start(data)) {
      moveAndKill(server.url("target"));
    }
  }

  @Test
  void aServerThatIsKilledIsGoneOnWith(@TempDir Path data) throws Exception {
    try (var server = ClickHouseServer.start(data)) {
      fill();
      try (var store = open(dir)) {
        store.move(server.url("target"));
        while (store.status().copied() < 3) {
          LockSupport.parkNanos(1_000_000);
        }
        server.kill();
        MoveContract.awaitEnd(store);
        assertThat(store.status().step()).startsWith("failed");
        assertThat(store.status().state()).isEqualTo(MoveLog.State.COPYING);
        store.append(tenant(0), batch("meanwhile")).join();
        store.delete(tenant(0), STREAM, List.of("row-0"));

        server.restart();
        store.move(server.url("target"));
        MoveContract.awaitEnd(store);

        assertThat(store.status().step()).isEqualTo("moved");
        assertThat(count(store, 0)).isEqualTo(ROWS);
        for (int t = 1; t < TENANTS; t++) {
          assertThat(count(store, t)).isEqualTo(ROWS);
        }
      }
    }
  }

  private void fill() {
    try (var store = open(dir)) {
      for (int t = 0; t < TENANTS; t++) {
        var rows = new ArrayList<@Nullable Object[]>();
        for (int i = 0; i < ROWS; i++) {
          rows.add(visit("row-" + i));
        }
        store.append(tenant(t), batch(rows)).join();
      }
    }
  }

  private static long count(EventStore store, int tenant) {
    return store
        .query(
            tenant(tenant),
            Query.of("select count(*), count(distinct event_id) from {visits}"),
            SOON,
            row -> {
              assertThat(row.getLong(1)).isEqualTo(row.getLong(2));
              return row.getLong(1);
            })
        .getFirst();
  }

  private void moveAndKill(String to) throws Exception {
    fill();
    var random = new Random(20261121);
    var answered = new ArrayList<String>();
    var deleted = new ArrayList<String>();
    int inBetween = 0;
    for (int round = 0; round < KILLS; round++) {
      for (var line : killed(to, round, random)) {
        var name = line.substring(line.indexOf(' ') + 1);
        (line.startsWith("deleted ") ? deleted : answered).add(name);
      }
      if (state().contains("begin ") && !state().contains("moved\n")) {
        inBetween++;
      }
    }
    try (var store = open(dir)) {
      if (store.status().state() != MoveLog.State.MOVED && !store.status().running()) {
        store.move(to);
      }
      MoveContract.awaitEnd(store);
      assertThat(store.status().step()).isEqualTo("moved");
      assertHolds(store, answered, deleted);
    }
    try (var store = open(dir)) {
      assertHolds(store, answered, deleted);
    }
    assertThat(inBetween).as("kills during the move").isPositive();
  }

  private String state() throws Exception {
    var log = dir.resolve("state").resolve("events-move.log");
    return Files.exists(log) ? Files.readString(log) : "";
  }

  private static void assertHolds(EventStore store, List<String> answered, List<String> deleted) {
    var found = new ArrayList<String>();
    for (int t = 0; t < TENANTS; t++) {
      var tenant = t;
      found.addAll(
          store.query(
              tenant(t),
              Query.of("select event_id from {visits} where event_id like 'live-%'"),
              SOON,
              row -> tenant + "/" + row.getString(1)));
      assertThat(count(store, t)).isGreaterThanOrEqualTo(ROWS);
    }
    assertThat(found).doesNotHaveDuplicates();
    assertThat(found).containsAll(answered).doesNotContainAnyElementsOf(deleted);
  }

  private List<String> killed(String to, int round, Random random) throws Exception {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Child.class.getName(),
                dir.toString(),
                to,
                String.valueOf(round))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    var said = new ArrayList<String>();
    try (var lines = process.inputReader()) {
      boolean begun = false;
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("answered ") || line.startsWith("deleted ")) {
          said.add(line);
        }
        if (line.equals("moving")) {
          begun = true;
          Thread.ofVirtual()
              .start(
                  () -> {
                    LockSupport.parkNanos(
                        TimeUnit.MILLISECONDS.toNanos(random.nextInt(MOST_MILLIS)));
                    process.toHandle().destroyForcibly();
                  });
        }
      }
      assertThat(begun).as("the process ended by itself").isTrue();
    }
    process.waitFor();
    return said;
  }

  /** The process that is killed: it moves, appends, and deletes. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) throws Exception {
      var store = open(Path.of(args[0]));
      if (store.status().state() == MoveLog.State.NONE) {
        store.move(args[1]);
      }
      Thread.ofVirtual()
          .start(
              () -> {
                while (store.status().state() == MoveLog.State.NONE) {
                  LockSupport.parkNanos(1_000_000);
                }
                System.out.println("moving");
              });
      for (int i = 0; ; i++) {
        int tenant = i % TENANTS;
        var id = "live-" + args[2] + "-" + i;
        try {
          store.append(tenant(tenant), batch(id)).join();
        } catch (CompletionException e) {
          continue;
        }
        if (i % 9 == 4) {
          store.delete(tenant(tenant), STREAM, List.of(id));
          System.out.println("deleted " + tenant + "/" + id);
        } else {
          System.out.println("answered " + tenant + "/" + id);
        }
      }
    }
  }
}
