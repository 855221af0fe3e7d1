package dev.freehold.eventstore.clickhouse;

import dev.freehold.eventstore.EventStore;
import dev.freehold.eventstore.RollupProperties;
import dev.freehold.eventstore.Stream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

class ClickHouseRollupPropertyTest extends RollupProperties {

  /** Ends with this process. */
  private static @Nullable ClickHouseServer server;

  /** A change that takes rows away is a mutation of every level, which takes its time here. */
  @Override
  protected int steps() {
    return 4;
  }

  @Override
  protected EventStore open(Path dir, List<Stream> streams, InstantSource clock) {
    try {
      if (server == null) {
        server = ClickHouseServer.start(Files.createTempDirectory("clickhouse"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return server.store(dir, streams, clock);
  }
}
