package dev.freehold.eventstore.move;

import dev.freehold.eventstore.MovableStore;
import dev.freehold.eventstore.SettableClock;
import dev.freehold.eventstore.Stream;
import dev.freehold.eventstore.clickhouse.ClickHouseEventStore;
import dev.freehold.eventstore.clickhouse.ClickHouseServer;
import dev.freehold.eventstore.clickhouse.ClickHouseSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class ClickHouseMoveTest extends MoveContract {

  private static @Nullable ClickHouseServer server;

  @BeforeAll
  static void startServer(@TempDir Path data) {
    server = ClickHouseServer.start(data);
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  @Override
  String fresh() {
    return Objects.requireNonNull(server)
        .url("test_" + UUID.randomUUID().toString().replace("-", ""));
  }

  @Override
  MovableStore open(String address, List<Stream> streams, SettableClock clock) {
    return ClickHouseEventStore.open(ClickHouseSettings.of(address).withClock(clock), streams);
  }
}
