package dev.freehold.eventstore.clickhouse;

import dev.freehold.eventstore.Stream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Assumptions;

/** The real engine behind {@code e2e/clickhouse}, as a process that ends with this one. */
public final class ClickHouseServer implements AutoCloseable {

  private static final Path HOME =
      Path.of(System.getProperty("freehold.root", "."), "e2e", "clickhouse");

  private final Path data;
  private Process process;
  private final int port;

  private ClickHouseServer(Path data, Process process, int port) {
    this.data = data;
    this.process = process;
    this.port = port;
  }

  /** Starts on a free port, or skips the test where Node or its packages are missing. */
  public static ClickHouseServer start(Path data) {
    if (!isInstalled()) {
      var missing = "ClickHouse for tests is not installed: run npm ci in " + HOME;
      if ("1".equals(System.getenv("FREEHOLD_REQUIRE_ALL"))) {
        throw new IllegalStateException(missing);
      }
      Assumptions.abort(missing);
    }
    try {
      Files.createDirectories(data);
      var process = process(data, 0);
      return new ClickHouseServer(data, process, listening(process));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Opens the store that a file in a directory names, so that another process finds it too. */
  public ClickHouseEventStore store(Path dir, List<Stream> streams, InstantSource clock) {
    try {
      var address = dir.resolve("address");
      if (!Files.exists(address)) {
        Files.createDirectories(dir);
        Files.writeString(address, url("test_" + UUID.randomUUID().toString().replace("-", "")));
      }
      return storeIn(dir, streams, clock);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Opens a store that was opened in a directory before. */
  public static ClickHouseEventStore storeIn(Path dir, List<Stream> streams, InstantSource clock)
      throws IOException {
    var address = Files.readString(dir.resolve("address"));
    return ClickHouseEventStore.open(ClickHouseSettings.of(address).withClock(clock), streams);
  }

  /** The address of a database on it. */
  public String url(String database) {
    return "clickhouse://127.0.0.1:" + port + "/" + database;
  }

  public Path data() {
    return data;
  }

  /** Ends it at once, as a power cut would. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Starts it again where it was. */
  public void restart() throws IOException {
    process = process(data, port);
    listening(process);
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  private static boolean isInstalled() {
    return Files.isDirectory(HOME.resolve("node_modules/chdb")) && hasNode();
  }

  private static boolean hasNode() {
    try {
      return new ProcessBuilder("node", "--version")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Process process(Path data, int port) throws IOException {
    return new ProcessBuilder(
            "node", HOME.resolve("server.mjs").toString(), data.toString(), String.valueOf(port))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static int listening(Process process) throws IOException {
    BufferedReader lines = process.inputReader();
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("listening ")) {
        return Integer.parseInt(line.substring("listening ".length()));
      }
    }
    throw new IOException("the ClickHouse of the tests ended before it listened");
  }
}
