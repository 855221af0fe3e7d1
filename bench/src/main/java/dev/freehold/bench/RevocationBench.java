package dev.freehold.bench;

import dev.freehold.accounts.Role;
import dev.freehold.accounts.keys.ApiKeys;
import dev.freehold.accounts.keys.NewApiKey;
import dev.freehold.kernel.Actor;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Permissions;
import dev.freehold.server.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How long a key goes on working on one node after another node has revoked it: two nodes with
 * their memories on one database, and a client that asks the second without a pause.
 */
final class RevocationBench implements Bench.Benchmark {

  private static final int KEYS = 300;
  private static final double AIM_MILLIS = 100;
  private static final byte[] NOTHING = {};

  @Override
  public void run() throws Exception {
    try (var world = new World()) {
      var folder = Files.createTempDirectory("freehold-bench-second");
      try (var second = RunningServer.start(secondNode(world, folder))) {
        measure(world, second);
      }
    }
  }

  static Map<String, Object> secondNode(World world, Path folder) {
    var database = world.database();
    var settings = new HashMap<String, Object>();
    settings.put("freehold.data", folder.toString());
    settings.put("freehold.database.url", database.url());
    settings.put("freehold.database.owner-url", database.ownerUrl());
    Map.of(
            "application", database.application(),
            "platform", database.platform(),
            "owner", database.owner())
        .forEach(
            (role, login) -> {
              settings.put("freehold.database." + role + ".user", login.user());
              settings.put("freehold.database." + role + ".password", login.password());
            });
    settings.put("server.port", 0);
    settings.put("management.server.port", 0);
    settings.put("logging.level.root", "warn");
    settings.put("logging.structured.format.console", "");
    return settings;
  }

  private static void measure(World world, RunningServer second) throws Exception {
    var keys = world.server.bean(ApiKeys.class);
    var caller =
        new Caller(
            world.tenant,
            new Actor(Actor.Kind.SYSTEM, null, "bench"),
            Role.OWNER.permissions(world.server.bean(Permissions.class)),
            "bench",
            null);
    var micros = new int[KEYS];
    try (var connection = new HttpConnection(second.port())) {
      for (int i = 0; i < KEYS; i++) {
        var key = keys.create(caller, "Key " + i, List.of("accounts.tenant:read"), null);
        micros[i] = untilRefused(connection, keys, caller, key);
      }
    }
    var latencies = new Latencies();
    latencies.add(micros);
    Figure.note(
        "refused by the other node after p50 %.1f ms, p99 %.1f ms, at most %.1f ms (%d keys)",
        latencies.millis(0.50), latencies.millis(0.99), latencies.millis(1.0), KEYS);
    double p99 = latencies.millis(0.99);
    Figure.print("revocation_p99", p99, "ms", AIM_MILLIS / p99, 1.0);
  }

  private static int untilRefused(
      HttpConnection connection, ApiKeys keys, Caller caller, NewApiKey key) throws IOException {
    var head = HttpConnection.head("GET", "/v1/access/mine", key.key(), "", -1);
    for (int i = 0; i < 3; i++) {
      connection.exchange(head, NOTHING); // the second time it is answered from memory
    }
    keys.revoke(caller, key.id(), null);
    long revoked = System.nanoTime();
    while (connection.send(head, NOTHING).status() == 200) {
      if (System.nanoTime() - revoked > 10_000_000_000L) {
        throw new IOException("the key still works");
      }
    }
    return (int) ((System.nanoTime() - revoked) / 1_000);
  }
}
