package dev.freehold.eventstore.clickhouse;

import dev.freehold.eventstore.EventStore;
import dev.freehold.eventstore.EventStoreContract;
import dev.freehold.eventstore.Stream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class ClickHouseEventStoreTest extends EventStoreContract {

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

  /** A file in the directory names the database, so that another process finds it too. */
  @Override
  public EventStore open(Path dir, List<Stream> streams, InstantSource clock) {
    try {
      var address = dir.resolve("address");
      if (!Files.exists(address)) {
        Files.createDirectories(dir);
        var database = "test_" + UUID.randomUUID().toString().replace("-", "");
        Files.writeString(address, java.util.Objects.requireNonNull(server).url(database));
      }
      return ClickHouseEventStore.open(
          ClickHouseSettings.of(Files.readString(address)).withClock(clock), streams);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
