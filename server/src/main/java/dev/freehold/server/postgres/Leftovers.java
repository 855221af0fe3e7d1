package dev.freehold.server.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an earlier run left behind. A process counts as ours only when it runs a program out of this
 * very directory: the number in postmaster.pid may long belong to somebody else.
 */
final class Leftovers {

  private static final Logger log = LoggerFactory.getLogger(Leftovers.class);

  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
  private static final Duration KILL_LIMIT = Duration.ofSeconds(10);
  private static final long POLL_MILLIS = 20;

  private final PostgresDirectory directory;

  private Leftovers(PostgresDirectory directory) {
    this.directory = directory;
  }

  /** Stops servers that outlived their program and removes the file that names them. */
  static void clear(PostgresDirectory directory) throws IOException, InterruptedException {
    new Leftovers(directory).clear();
  }

  private void clear() throws IOException, InterruptedException {
    var named = namedProcess();
    if (named.isPresent()) {
      refuseForeignServer(named.get());
    }
    stop(named.filter(this::isOurs));
    Files.deleteIfExists(directory.processFile());
  }

  private void stop(Optional<ProcessHandle> server) throws InterruptedException {
    if (running().isEmpty()) {
      return;
    }
    log.warn("An abandoned PostgreSQL server still uses {}; stopping it", directory.root());
    if (server.isPresent()) {
      var processId = Long.toString(server.get().pid());
      Command.run(directory.root(), List.of("sh", "-c", "kill -INT \"$0\"", processId));
      // Not isAlive(): a dead process that nobody collects counts as alive there.
      await(() -> !isOurs(server.get()), STOP_LIMIT);
    }
    // A killed server's sessions run on until they notice; its data is safe without them.
    var gone =
        await(
            () -> {
              running().forEach(ProcessHandle::destroyForcibly);
              return running().isEmpty();
            },
            KILL_LIMIT);
    if (!gone) {
      throw new PostgresStartFailed(
          "Abandoned PostgreSQL processes still use "
              + directory.root()
              + " and cannot be stopped: end "
              + running().stream().map(ProcessHandle::pid).toList()
              + " and start again.");
    }
  }

  private List<ProcessHandle> running() {
    return ProcessHandle.allProcesses().filter(this::isOurs).toList();
  }

  private boolean isOurs(ProcessHandle process) {
    return process
        .info()
        .command()
        .filter(program -> program.startsWith(directory.binariesPrefix()))
        .isPresent();
  }

  private Optional<ProcessHandle> namedProcess() throws IOException {
    if (!Files.exists(directory.processFile())) {
      return Optional.empty();
    }
    var firstLine = Files.readString(directory.processFile(), UTF_8).lines().findFirst();
    return firstLine
        .map(String::strip)
        .filter(text -> text.matches("[1-9][0-9]{0,9}"))
        .map(Long::valueOf)
        .flatMap(ProcessHandle::of);
  }

  /** Another installation may serve these files; two servers at once would destroy them. */
  private void refuseForeignServer(ProcessHandle process) {
    if (!isOurs(process) && servesOurData(process)) {
      throw new PostgresStartFailed(
          "Another PostgreSQL (process "
              + process.pid()
              + ", "
              + process.info().command().orElse("unknown program")
              + ") runs on "
              + directory.data()
              + ": stop it and start again.");
    }
  }

  private boolean servesOurData(ProcessHandle process) {
    var data = directory.data().toString();
    var workingDirectory = Path.of("/proc/" + process.pid() + "/cwd");
    try {
      if (Files.readSymbolicLink(workingDirectory).toString().equals(data)) {
        return true;
      }
    } catch (IOException | UnsupportedOperationException notToBeSeen) {
      // Only Linux tells, and only about one's own processes; the arguments decide.
    }
    return process.info().arguments().stream().flatMap(Arrays::stream).anyMatch(data::equals);
  }

  private static boolean await(BooleanSupplier condition, Duration limit)
      throws InterruptedException {
    var deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      Thread.sleep(POLL_MILLIS);
    }
    return true;
  }
}
