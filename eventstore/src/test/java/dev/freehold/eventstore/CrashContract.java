package dev.freehold.eventstore;

import static dev.freehold.eventstore.Visits.SOON;
import static dev.freehold.eventstore.Visits.STREAM;
import static dev.freehold.eventstore.Visits.batch;
import static dev.freehold.eventstore.Visits.count;
import static dev.freehold.eventstore.Visits.visit;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is left when the process is killed in the middle of its work. */
public interface CrashContract extends OpenedStore {

  int ROUNDS = 3;
  int THREADS = 4;
  int BATCH = 50;
  int ANSWERS_BEFORE_THE_KILL = 40;

  @Test
  default void whatWasAnsweredSurvivesAKillWholeAndOnce() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      closeStore();
      var answered = killInMidAppend(round);
      reopen(STREAM);

      var found = batches();
      assertThat(answered).hasSizeGreaterThanOrEqualTo(ANSWERS_BEFORE_THE_KILL);
      assertThat(found.keySet()).containsAll(answered);
      assertThat(found.values()).containsOnly((long) BATCH);
      assertThat(count(store(), ACME))
          .isEqualTo(
              store()
                  .query(
                      ACME,
                      Query.of("select count(distinct event_id) from {visits}"),
                      SOON,
                      row -> row.getLong(1))
                  .getFirst());
      var again = answered.getFirst();
      assertThat(append(ACME, visits(again)).accepted()).isZero();
    }
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

  /** Lets another process append until enough is answered, kills it, and returns the answers. */
  private List<String> killInMidAppend(int round) throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var process =
        new ProcessBuilder(
                java,
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Child.class.getName(),
                getClass().getName(),
                dir().toString(),
                String.valueOf(round))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var answered = new ArrayList<String>();
    try (var lines = process.inputReader()) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("answered ")) {
          answered.add(line.substring("answered ".length()));
        }
        if (answered.size() == ANSWERS_BEFORE_THE_KILL) {
          // Not process.destroyForcibly, which would close the pipe with answers still in it.
          process.toHandle().destroyForcibly();
        }
      }
    }
    process.waitFor();
    return answered;
  }

  /** A batch that names itself in each of its rows. */
  static Batch visits(String name) {
    return batch(
        IntStream.range(0, BATCH)
            .<@Nullable Object[]>mapToObj(i -> visit(name + "-" + i, "ann", name))
            .toList());
  }

  /** The process that is killed. */
  final class Child {
    private Child() {}

    public static void main(String[] args) throws Exception {
      var constructor = Class.forName(args[0]).getDeclaredConstructor();
      constructor.setAccessible(true);
      var contract = (OpenedStore) constructor.newInstance();
      var store = contract.open(Path.of(args[1]), List.of(STREAM), InstantSource.system());
      OpenedStore.together(
          THREADS,
          thread -> {
            for (int i = 0; ; i++) {
              var name = args[2] + "-" + thread + "-" + i;
              store.append(ACME, visits(name)).join();
              // One write per line, so that a kill cannot cut two answers together.
              System.out.println("answered " + name);
            }
          });
    }
  }
}
