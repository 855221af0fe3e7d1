package dev.freehold.accounts.limits;

import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Assumptions;

/** A real Redis on a free port of this machine, that can be stopped, halted and started again. */
final class RedisServer implements AutoCloseable {

  private static final Path PROGRAM = Path.of("/usr/bin/redis-server");

  private final int port;
  private Process process;

  private RedisServer(int port) throws IOException {
    this.port = port;
    this.process = begin();
  }

  static void mustBeInstalled() {
    if (!Files.isExecutable(PROGRAM)) {
      var message = "SKIPPED: " + PROGRAM + " is missing; install redis-server to run this";
      if ("1".equals(System.getenv("FREEHOLD_REQUIRE_ALL"))) {
        fail(message);
      }
      Assumptions.abort(message);
    }
  }

  static RedisServer start() throws IOException {
    return start(freePort());
  }

  static RedisServer start(int port) throws IOException {
    var server = new RedisServer(port);
    server.awaitAnswer();
    return server;
  }

  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private Process begin() throws IOException {
    return new ProcessBuilder(
            PROGRAM.toString(),
            "--port",
            Integer.toString(port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--appendonly",
            "no")
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private void awaitAnswer() {
    await().until(() -> process.isAlive() && answers());
  }

  private boolean answers() {
    try {
      return ask("PING").equals(List.of("PONG"));
    } catch (RuntimeException notYet) {
      return false;
    }
  }

  RedisSettings settings() {
    return settings(port);
  }

  /** With patience for a busy machine; tests of a lost Redis make it lose more than that. */
  static RedisSettings settings(int port) {
    return new RedisSettings("redis://127.0.0.1:" + port, Duration.ofMillis(500));
  }

  /** What it says to {@code PING}, {@code KEYS *} or {@code INFO commandstats}, in lines. */
  List<String> ask(String question) {
    Function<io.lettuce.core.api.sync.RedisCommands<String, String>, List<String>> asked =
        switch (question) {
          case "PING" -> commands -> List.of(commands.ping());
          case "KEYS" -> commands -> commands.keys("*").stream().sorted().toList();
          default -> commands -> commands.info("commandstats").lines().toList();
        };
    var client = RedisClient.create("redis://127.0.0.1:" + port);
    try (var connection = client.connect()) {
      return asked.apply(connection.sync());
    } finally {
      client.shutdown(0, 1, TimeUnit.SECONDS);
    }
  }

  /** How often a node asked it for leases. */
  long scriptRuns() {
    return ask("INFO").stream()
        .filter(line -> line.startsWith("cmdstat_eval"))
        .mapToLong(line -> Long.parseLong(line.replaceAll(".*:calls=(\\d+),.*", "$1")))
        .sum();
  }

  /** It neither answers nor refuses: the worst way to be gone. */
  void halt() throws Exception {
    signal("-STOP");
  }

  void goOn() throws Exception {
    signal("-CONT");
  }

  private void signal(String signal) throws Exception {
    new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  void startAgain() throws IOException {
    process = begin();
    awaitAnswer();
  }

  @Override
  public void close() throws Exception {
    kill();
  }
}
