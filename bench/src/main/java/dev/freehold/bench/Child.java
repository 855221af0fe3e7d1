package dev.freehold.bench;

import dev.freehold.eventstore.EventStore;
import dev.freehold.eventstore.Query;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A server in a process of its own, so that its memory can be limited and measured apart from the
 * load's. It has two tenants, and counts their events when it is asked to.
 */
final class Child implements AutoCloseable {

  static final String NAME = "serve-for-a-parent";

  private static final String COUNT = "count";
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** What the load needs to know of a tenant. */
  record Tenant(String key, UUID app) {}

  final int port;
  final List<Tenant> tenants = new ArrayList<>();

  private final Process process;
  private final BufferedReader out;
  private final PrintStream in;

  Child(String... javaOptions) throws IOException {
    var command = new ArrayList<String>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of(javaOptions));
    for (var option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (option.startsWith("--")) {
        command.add(option);
      }
    }
    var classPath = ManagementFactory.getRuntimeMXBean().getClassPath();
    boolean isJar = classPath.endsWith("bench.jar");
    command.addAll(
        isJar ? List.of("-jar", classPath) : List.of("-cp", classPath, Bench.class.getName()));
    command.add(NAME);
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    out = process.inputReader(StandardCharsets.UTF_8);
    in = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    port = Integer.parseInt(answer());
    for (int i = 0; i < 2; i++) {
      var words = answer().split(" ");
      tenants.add(new Tenant(words[0], UUID.fromString(words[1])));
    }
  }

  /** The events that the store holds, of one tenant after the other. */
  List<Long> counts() throws IOException {
    in.println(COUNT);
    return List.of(Long.parseLong(answer()), Long.parseLong(answer()));
  }

  /** The most memory that the process ever had, in bytes. */
  long peakBytes() throws IOException {
    return Memory.peakBytes(process.pid());
  }

  private String answer() throws IOException {
    for (var line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith("> ")) {
        return line.substring(2);
      }
    }
    throw new IOException("the server ended");
  }

  @Override
  public void close() throws IOException {
    in.close();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** What the child process runs: ends with its input. */
  static void serve() throws IOException {
    try (var world = new World()) {
      var tenancies =
          List.of(
              new Tenancy(world.tenant, world.key, world.app),
              Tenancy.signUp(world.server, "second"));
      System.out.println("> " + world.server.port());
      tenancies.forEach(one -> System.out.println("> " + one.key() + " " + one.app().id()));
      var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        for (var tenancy : tenancies) {
          System.out.println("> " + count(world, tenancy));
        }
      }
    }
  }

  private static long count(World world, Tenancy tenancy) {
    return world
        .server
        .bean(EventStore.class)
        .query(
            tenancy.tenant(),
            Query.of("select count(*) as events from {attribution_events}"),
            LIMIT,
            row -> row.getLong("events"))
        .getFirst();
  }
}
