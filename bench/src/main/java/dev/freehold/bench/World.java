package dev.freehold.bench;

import dev.freehold.accounts.ApiKeys;
import dev.freehold.accounts.Role;
import dev.freehold.accounts.SignUps;
import dev.freehold.attribution.App;
import dev.freehold.attribution.AppDraft;
import dev.freehold.attribution.Apps;
import dev.freehold.kernel.Actor;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Permissions;
import dev.freehold.kernel.db.DatabaseSettings;
import dev.freehold.server.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
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
    var owner =
        server
            .bean(SignUps.class)
            .create(
                new SignUps.SignUp(
                    "owner@bench.example", "Owner", "a long enough password", "Bench", "bench"));
    tenant = owner.tenantId();
    var caller =
        new Caller(
            tenant,
            new Actor(Actor.Kind.USER, owner.userId(), "Owner"),
            Role.OWNER.permissions(server.bean(Permissions.class)),
            "bench",
            null);
    key = server.bean(ApiKeys.class).create(caller, "bench", List.of("*"), null).key();
    app =
        server
            .bean(Apps.class)
            .create(caller, new AppDraft("Bench", App.Platform.WEB, "EUR", null, null, null, null));
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
