package dev.freehold.server.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One run of the server under a supervising shell. The shell reads a pipe that only this program
 * holds open: when the program closes it or dies, the shell stops the server.
 */
final class PostgresProcess {

  /** Recovery after a crash replays the log first, which takes its time. */
  private static final Duration START_LIMIT = Duration.ofMinutes(10);

  private static final Duration STOP_LIMIT = Duration.ofSeconds(75);
  private static final long POLL_MILLIS = 10;
  private static final int STATUS_LINE = 7;
  private static final int LOG_TAIL_LINES = 10;

  /**
   * A session of its own keeps Ctrl-C in the terminal away from the server: the program stops it
   * when the last request is answered. Systems without setsid have a shell that can do the same.
   * Stopping is fast (INT) and after a minute immediate (QUIT), which is safe but recovers later.
   */
  private static final String SUPERVISOR =
      """
      exec 3<&0
      trap '' HUP INT
      command -v setsid >/dev/null || set -m
      "$@" </dev/null 3<&- &
      server=$!
      (
        while read -r line; do :; done
        kill -INT "$server"
        seconds=0
        while kill -0 "$server" && [ "$seconds" -lt 60 ]; do
          sleep 1
          seconds=$((seconds + 1))
        done
        [ "$seconds" -lt 60 ] || kill -QUIT "$server"
      ) <&3 2>/dev/null &
      watcher=$!
      exec 3<&-
      trap '' TERM
      wait "$server"
      status=$?
      kill "$watcher" 2>/dev/null
      exit "$status"
      """;

  private static final String IN_NEW_SESSION =
      "command -v setsid >/dev/null && exec setsid \"$@\"; exec \"$@\"";

  private final Process supervisor;

  private PostgresProcess(Process supervisor) {
    this.supervisor = supervisor;
  }

  /** Starts the server and returns when it answers. */
  static PostgresProcess start(
      PostgresDirectory directory, PostgresBinaries binaries, ServerAccount account, int port)
      throws IOException, InterruptedException {
    var supervised = List.of("sh", "-c", SUPERVISOR, "freehold-postgres");
    var command = new ArrayList<>(List.of("sh", "-c", IN_NEW_SESSION, "freehold-postgres"));
    command.addAll(account.command(supervised));
    command.addAll(server(directory, binaries, port));
    var builder =
        Command.builder(directory.root(), command)
            .redirectErrorStream(true)
            .redirectOutput(directory.launchLog().toFile());
    var started = new PostgresProcess(builder.start());
    try {
      started.awaitReady(directory);
      return started;
    } catch (IOException | InterruptedException | RuntimeException failure) {
      // A pending interrupt would cut the wait for the server's end short.
      var interrupted = Thread.interrupted();
      started.stop();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      throw failure;
    }
  }

  /** On the command line, where neither postgresql.conf nor ALTER SYSTEM can override them. */
  private static List<String> server(
      PostgresDirectory directory, PostgresBinaries binaries, int port) {
    var command =
        new ArrayList<>(List.of(binaries.server().toString(), "-D", directory.data().toString()));
    for (var setting :
        List.of(
            "fsync=on",
            "synchronous_commit=on",
            "full_page_writes=on",
            "password_encryption=scram-sha-256",
            "listen_addresses=127.0.0.1",
            "port=" + port,
            "unix_socket_directories=",
            "timezone=UTC",
            "logging_collector=on",
            "log_directory=" + directory.log(),
            // A file for each weekday, each emptied after a week, and no values of rows in them.
            "log_filename=postgres-%a.log",
            "log_truncate_on_rotation=on",
            "log_rotation_age=1d",
            "log_rotation_size=0",
            "log_error_verbosity=terse",
            "log_timezone=UTC")) {
      command.add("-c");
      command.add(setting);
    }
    return command;
  }

  private void awaitReady(PostgresDirectory directory) throws IOException, InterruptedException {
    var deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (!isReady(directory)) {
      if (!supervisor.isAlive()) {
        throw new PostgresStartFailed("PostgreSQL did not start. " + logTail(directory));
      }
      if (System.nanoTime() > deadline) {
        throw new PostgresStartFailed(
            "PostgreSQL is not ready after "
                + START_LIMIT.toMinutes()
                + " minutes. "
                + logTail(directory));
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  /** The file is ours: an older one was removed before the start. */
  private static boolean isReady(PostgresDirectory directory) throws IOException {
    if (!Files.exists(directory.processFile())) {
      return false;
    }
    var lines = Files.readAllLines(directory.processFile(), UTF_8);
    return lines.size() > STATUS_LINE && lines.get(STATUS_LINE).strip().equals("ready");
  }

  private static String logTail(PostgresDirectory directory) throws IOException {
    try (var files = Files.list(directory.log())) {
      var newest = files.max(Comparator.comparingLong(PostgresProcess::lastModified)).orElseThrow();
      var lines = Files.readAllLines(newest, UTF_8);
      var tail = lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size());
      return "Its log " + newest + " ends with:\n" + String.join("\n", tail);
    }
  }

  private static long lastModified(Path file) {
    return file.toFile().lastModified();
  }

  /** Waits until the server has gone, for whatever reason. */
  void awaitEnd() throws InterruptedException {
    supervisor.waitFor();
  }

  /** Fast shutdown: sessions end, everything committed is written, the data files are clean. */
  void stop() throws IOException, InterruptedException {
    try {
      supervisor.getOutputStream().close();
    } catch (IOException alreadyGone) {
      // The supervisor left before us, and the server with it.
    }
    if (!supervisor.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      supervisor.descendants().forEach(ProcessHandle::destroyForcibly);
      supervisor.destroyForcibly().waitFor();
    }
  }
}
