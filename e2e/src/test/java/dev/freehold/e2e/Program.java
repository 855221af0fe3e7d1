package dev.freehold.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Freehold as a process of its own, started as the launcher does, to be asked, stopped and killed.
 *
 * <p>{@code Program.demo()} is one demo for all tests of a JVM: they may add to it, not stop it.
 */
final class Program implements AutoCloseable {

  private static final Path JAR =
      Path.of(System.getProperty("freehold.root", ".."), "server", "target", "freehold.jar");
  private static final Duration START_LIMIT = Duration.ofMinutes(5);
  private static final Duration STOP_LIMIT = Duration.ofMinutes(2);
  private static final Pattern READY = Pattern.compile("^ready (http://\\S+)$", Pattern.MULTILINE);

  private static @Nullable Program shared;

  private final Path data;
  private final Path output;
  private final Process process;

  private Program(Path data, Path output, Process process) {
    this.data = data;
    this.output = output;
    this.process = process;
  }

  /** The demo that all tests share. */
  static synchronized Program demo() {
    if (shared == null) {
      var folder = temporary();
      var program = demo(folder.resolve("data"));
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(program, folder)));
      shared = program.ready();
    }
    return shared;
  }

  /** A demo on a folder of the test's own, still starting. */
  static Program demo(Path data, String... options) {
    return start("demo", data, options);
  }

  /** A server on a folder of the test's own, still starting. */
  static Program serve(Path data, String... options) {
    return start("serve", data, options);
  }

  private static Program start(String command, Path data, String... options) {
    var words = new ArrayList<String>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.add("--enable-native-access=ALL-UNNAMED");
    words.add("--sun-misc-unsafe-memory-access=allow");
    words.add("-Djava.awt.headless=true");
    words.addAll(List.of("-jar", JAR.toString(), command));
    words.addAll(List.of("--port", "0", "--data", data.toString()));
    words.addAll(List.of(options));
    try {
      Files.createDirectories(data);
      var output = Files.createTempFile(data.getParent(), command + "-", ".log");
      var process =
          new ProcessBuilder(words)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      return new Program(data, output, process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it says that it is ready. */
  Program ready() {
    awaitOutput(READY);
    return this;
  }

  /** Waits until it prints something. */
  MatchResult awaitOutput(Pattern pattern) {
    await()
        .alias(pattern.pattern())
        .atMost(START_LIMIT)
        .pollInterval(Duration.ofMillis(20))
        .failFast("the program ended", () -> !process.isAlive() && !says(pattern))
        .until(() -> says(pattern));
    return pattern.matcher(output()).results().findFirst().orElseThrow();
  }

  private boolean says(Pattern pattern) {
    return pattern.matcher(output()).find();
  }

  /** Where it listens. */
  String url() {
    return awaitOutput(READY).group(1);
  }

  Path data() {
    return data;
  }

  /** Everything that it printed and logged so far. */
  String output() {
    try {
      return new String(Files.readAllBytes(output), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the demo wrote down about itself: its tenants, their keys and passwords. */
  DemoFile description() {
    return DemoFile.read(data.resolve("demo.json"));
  }

  /** The API as the first tenant of the demo calls it. */
  Api acme() {
    return api(0);
  }

  /** The API as the second tenant of the demo calls it. */
  Api globex() {
    return api(1);
  }

  private Api api(int tenant) {
    return new Api(url(), description().tenants().get(tenant).apiKey());
  }

  /** The API without a key. */
  Api anonymous() {
    return new Api(url(), null);
  }

  /** Asks it to stop, as a service manager does, and returns its exit code. */
  int stop() {
    process.destroy();
    return awaitEnd();
  }

  /** Ends it as a power cut would. */
  void kill() {
    process.destroyForcibly();
    awaitEnd();
    await().atMost(STOP_LIMIT).until(() -> postgres().isEmpty());
  }

  /** Ends PostgreSQL under it, if it runs, as the system does when memory runs out. */
  void killPostgres() {
    var file = data.resolve("postgres").resolve("data").resolve("postmaster.pid");
    try (var lines = Files.lines(file)) {
      lines
          .findFirst()
          .map(String::strip)
          .map(Long::valueOf)
          .flatMap(ProcessHandle::of)
          .ifPresent(ProcessHandle::destroyForcibly);
    } catch (NoSuchFileException starting) {
      // It is away already.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The processes of PostgreSQL that work for it. */
  List<ProcessHandle> postgres() {
    var binaries = data.resolve("postgres").resolve("bin-").toAbsolutePath().toString();
    return ProcessHandle.allProcesses()
        .filter(any -> any.info().command().filter(path -> path.startsWith(binaries)).isPresent())
        .toList();
  }

  private int awaitEnd() {
    try {
      assertThat(process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)).as("it ends").isTrue();
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      var unused = stop();
    }
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("freehold-e2e");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void end(Program program, Path folder) {
    program.close();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
