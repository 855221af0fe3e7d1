package dev.freehold.eventstore.duckdb;

import static dev.freehold.eventstore.OpenedStore.ACME;
import static dev.freehold.eventstore.Visits.STREAM;
import static dev.freehold.eventstore.Visits.batch;
import static dev.freehold.eventstore.Visits.ids;
import static dev.freehold.eventstore.Visits.visit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.freehold.eventstore.Batch;
import dev.freehold.eventstore.EventStoreUnavailable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disk that does twenty writes a second, and senders that do not care: what it cannot take is
 * refused before memory is full, and what was answered is there after a kill.
 */
@Timeout(180)
class DuckDbSlowDiskTest {

  private static final int ENOUGH = 300;
  private static final int LARGE = 10 * Work.QUICK_ROWS;
  private static final int TEXT = 1_000;
  private static final long PAUSE_NANOS = 200_000;

  @TempDir Path dir;

  @Test
  void whatASlowDiskCannotTakeIsRefusedAndWhatItTookIsKept() throws Exception {
    var made = SlowDisk.of(dir);
    if (System.getenv("FREEHOLD_REQUIRE_ALL") == null) {
      assumeTrue(made != null, "this system cannot make a disk slow: it is not tested");
    }
    var disk = Objects.requireNonNull(made, "the disk could not be made slow");
    var answered = new TreeSet<String>();
    int refused = 0;
    try (disk) {
      var process = start();
      disk.slow(process);
      try (var lines = process.inputReader()) {
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
          if (line.startsWith("answered ")) {
            answered.add(line.substring("answered ".length()));
          } else if (line.equals("refused")) {
            refused++;
          }
          if (answered.size() >= ENOUGH && refused >= ENOUGH) {
            process.toHandle().destroyForcibly();
          }
        }
      }
      process.waitFor();
    }

    assertThat(answered.size()).as("it ended by itself").isGreaterThanOrEqualTo(ENOUGH);
    assertThat(refused).isGreaterThanOrEqualTo(ENOUGH);
    try (var store = DuckDbEventStore.open(dir, List.of(STREAM))) {
      assertThat(ids(store, ACME)).doesNotHaveDuplicates().containsAll(answered);
    }
  }

  /** With a heap that holds no more than the queue and a little. */
  private Process start() throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-Xmx128m",
            "-XX:+ExitOnOutOfMemoryError",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Child.class.getName(),
            dir.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** The process that is killed: it waits for no answer. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) {
      var settings = DuckDbSettings.defaults().withQueue(20_000, 32 * DuckDbSettings.MEBIBYTE);
      var store = DuckDbEventStore.open(Path.of(args[0]), List.of(STREAM), settings);
      for (int i = 0; ; i++) {
        send(store, "small" + i, 1);
        if (i % 10 == 0) {
          send(store, "large" + i, LARGE);
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }

    private static void send(DuckDbEventStore store, String name, int rows) {
      store
          .append(ACME, visits(name, rows))
          .thenAccept(appended -> System.out.println("answered " + name + "-0"))
          .exceptionally(
              failure -> {
                System.out.println(
                    failure.getCause() instanceof EventStoreUnavailable ? "refused" : failure);
                return null;
              });
    }

    private static Batch visits(String name, int rows) {
      var values = new ArrayList<@Nullable Object[]>();
      for (int i = 0; i < rows; i++) {
        values.add(visit(name + "-" + i, "ann", "x".repeat(TEXT)));
      }
      return batch(values);
    }
  }
}
