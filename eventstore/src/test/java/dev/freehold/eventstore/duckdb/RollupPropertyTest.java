package dev.freehold.eventstore.duckdb;

import dev.freehold.eventstore.EventStore;
import dev.freehold.eventstore.RollupProperties;
import dev.freehold.eventstore.Stream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

class RollupPropertyTest extends RollupProperties {

  @Override
  protected int steps() {
    return 12;
  }

  @Override
  protected EventStore open(Path dir, List<Stream> streams, InstantSource clock) {
    return DuckDbEventStore.open(dir, streams, DuckDbSettings.defaults().withClock(clock));
  }
}
