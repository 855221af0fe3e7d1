package dev.freehold.server.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/** What a test sees of the system's processes. */
final class Processes {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(20);

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

  static void await(BooleanSupplier condition) {
    Awaitility.await().atMost(PATIENCE).pollInterval(POLL).until(condition::getAsBoolean);
  }
}
