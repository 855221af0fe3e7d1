package dev.freehold.server.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** What a test sees of the system's processes. */
final class Processes {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long POLL_MILLIS = 20;

  private Processes() {}

  static ProcessHandle server(Path directory) throws IOException {
    var file = directory.resolve("data/postmaster.pid");
    var processId = Files.readString(file, UTF_8).lines().findFirst().orElseThrow();
    return ProcessHandle.of(Long.parseLong(processId)).orElseThrow();
  }

  /** A dead process that nobody collects has no program any more. */
  static boolean runs(ProcessHandle process) {
    return process.isAlive() && process.info().command().isPresent();
  }

  static void await(BooleanSupplier condition) throws InterruptedException {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("the condition holds in time").isLessThan(deadline);
      Thread.sleep(POLL_MILLIS);
    }
  }
}
