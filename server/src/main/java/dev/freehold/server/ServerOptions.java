package dev.freehold.server;

import dev.freehold.server.control.ControlSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of commands that start the server. */
final class ServerOptions {

  @Option(names = "--port", paramLabel = "PORT", description = "where to listen; default 8080")
  @Nullable Integer port;

  @Option(
      names = "--management-port",
      paramLabel = "PORT",
      description = "where metrics and health are served, on this machine only; default 8081")
  @Nullable Integer managementPort;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "a YAML or properties file of settings; docs/operations/configuration.md")
  @Nullable Path config;

  /** What the command line says over file and environment. */
  Map<String, Object> properties(@Nullable Path data) {
    var properties = new HashMap<String, Object>();
    if (data != null) {
      properties.put("freehold.data", data.toAbsolutePath().normalize().toString());
    }
    if (port != null) {
      properties.put("server.port", port == 0 ? freePort() : port);
      properties.put("management.server.port", port == 0 ? 0 : port + 1);
    }
    if (managementPort != null) {
      properties.put("management.server.port", managementPort);
    }
    if (config != null) {
      properties.put("spring.config.additional-location", config.toUri().toString());
    }
    return properties;
  }

  /** The same, with a quiet log: the demo talks to a person. */
  Map<String, Object> demoProperties(Path data) {
    var properties = properties(data);
    properties.put("logging.level.root", "warn");
    properties.put("logging.structured.format.console", "");
    return properties;
  }

  /**
   * Has the server that runs on the data folder carry out an order. Where none does, one is started
   * for as long as it takes, on a port of this machine alone.
   *
   * @return the command's status
   */
  int order(@Nullable Path data, String about, String... words) throws IOException {
    var order = Stream.concat(Stream.of(about), Stream.of(words)).toList();
    var properties = properties(data);
    var folder =
        Path.of(RunningServer.environment(properties).getRequiredProperty("freehold.data"));
    var done = ControlSocket.order(folder, order, System.out::println);
    if (done.isEmpty()) {
      properties.put("server.port", 0);
      properties.put("server.address", "127.0.0.1");
      properties.put("management.server.port", 0);
      properties.put("logging.level.root", "warn");
      try (var _ = RunningServer.start(properties)) {
        done = ControlSocket.order(folder, order, System.out::println);
      }
    }
    return done.orElse(false) ? 0 : 1;
  }

  /** Chosen before the start, since addresses that people publish hold the port. */
  private static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
