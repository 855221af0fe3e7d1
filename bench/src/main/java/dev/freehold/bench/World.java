package dev.freehold.bench;

import dev.freehold.attribution.App;
import dev.freehold.kernel.db.DatabaseSettings;
import dev.freehold.server.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.UUID;

/** A real server with durable embedded stores in a folder of its own, one tenant, key and app. */
final class World implements AutoCloseable {

  final Path folder;
  final RunningServer server;
  final UUID tenant;
  final String key;
  final App app;

  World() throws IOException {
    folder = Files.createTempDirectory("freehold-bench");
    server =
        RunningServer.start(
            Map.of(
                "freehold.data",
                folder.toString(),
                "server.port",
                0,
                "management.server.port",
                0,
                "logging.level.root",
                "warn",
                "logging.structured.format.console",
                ""));
    var first = Tenancy.signUp(server, "bench");
    tenant = first.tenant();
    key = first.key();
    app = first.app();
  }

  DatabaseSettings database() {
    return server.bean(DatabaseSettings.class);
  }

  @Override
  public void close() throws IOException {
    server.close();
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
