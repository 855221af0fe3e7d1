package dev.freehold.eventstore;

import static dev.freehold.eventstore.CrashContract.visits;
import static dev.freehold.eventstore.Visits.SOON;
import static dev.freehold.eventstore.Visits.STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is left when the process is killed again and again while rows are sealed and deleted. */
public interface KillContract extends OpenedStore {

  /** A hundred where everything is required, as on the build machine. */
  int KILLS = System.getenv("FREEHOLD_REQUIRE_ALL") == null ? 8 : 100;

  int APPENDERS = 3;
  int MOST_LINES = 60;
  int MOST_NANOS = 30_000_000;

  @Test
  @Timeout(900)
  default void whateverWasGoingOnNothingAnsweredIsLostOrDoubled() throws Exception {
    var random = new Random(20261121);
    var answered = new ArrayList<String>();
    var deleted = new ArrayList<String>();
    for (int round = 0; round < KILLS; round++) {
      closeStore();
      for (var line : killed(round, random)) {
        var name = line.substring(line.indexOf(' ') + 1);
        (line.startsWith("deleted ") ? deleted : answered).add(name);
      }
      reopen(STREAM);

      var found = batches();
      assertThat(found.keySet()).as("after kill %s", round).containsAll(answered);
      assertThat(deleted).as("after kill %s", round).noneMatch(found::containsKey);
      assertThat(found.values()).containsOnly((long) CrashContract.BATCH);
      if (!answered.isEmpty()) {
        var again = answered.get(random.nextInt(answered.size()));
        assertThat(append(ACME, visits(again)).accepted()).isZero();
      }
    }
    assertThat(answered).hasSizeGreaterThan(KILLS);
    assertThat(deleted).isNotEmpty();
    assertThat(ids()).doesNotHaveDuplicates();
    store().maintain();
    assertThat(batches().keySet()).containsAll(answered);
    assertThat(deleted).noneMatch(batches()::containsKey);
  }

  private List<String> ids() {
    return Visits.ids(store(), ACME);
  }

  private Map<String, Long> batches() {
    var found = new HashMap<String, Long>();
    store()
        .query(
            ACME,
            Query.of("select page, count(*) from {visits} group by page"),
            SOON,
            row -> found.put(row.getString(1), row.getLong(2)));
    return found;
  }

  /** Runs another process for a while, kills it, and returns what it had said. */
  private List<String> killed(int round, Random random) throws Exception {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Child.class.getName(),
                getClass().getName(),
                dir().toString(),
                String.valueOf(round))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    int enough = 1 + random.nextInt(MOST_LINES);
    // Deletes take longer than appends: some kills wait for one.
    boolean isAfterDelete = round % 5 == 1;
    var said = new ArrayList<String>();
    try (var lines = process.inputReader()) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("answered ") || line.startsWith("deleted ")) {
          said.add(line);
        }
        boolean isEnough =
            said.size() >= enough
                && (!isAfterDelete || said.stream().anyMatch(one -> one.startsWith("deleted ")));
        if (isEnough && process.isAlive()) {
          // Anywhere in what comes next, not just behind an answer.
          LockSupport.parkNanos(random.nextInt(MOST_NANOS));
          process.toHandle().destroyForcibly();
        }
      }
    }
    process.waitFor();
    assertThat(said).as("the process ended by itself").hasSizeGreaterThanOrEqualTo(enough);
    return said;
  }

  /** The process that is killed: it appends, deletes, and seals all the time. */
  final class Child {
    private Child() {}

    public static void main(String[] args) throws Exception {
      var constructor = Class.forName(args[0]).getDeclaredConstructor();
      constructor.setAccessible(true);
      var contract = (OpenedStore) constructor.newInstance();
      var store = contract.open(Path.of(args[1]), List.of(STREAM), InstantSource.system());
      OpenedStore.together(
          APPENDERS + 2,
          thread -> {
            for (int i = 0; ; i++) {
              var name = args[2] + "-" + thread + "-" + i;
              if (thread < APPENDERS) {
                store.append(ACME, visits(name)).join();
                System.out.println("answered " + name);
              } else if (thread == APPENDERS) {
                store.maintain();
              } else {
                store.append(ACME, visits(name)).join();
                var ids = visits(name).rows().stream().map(row -> (String) row[0]).toList();
                store.delete(ACME, STREAM, ids);
                System.out.println("deleted " + name);
              }
            }
          });
    }
  }
}
