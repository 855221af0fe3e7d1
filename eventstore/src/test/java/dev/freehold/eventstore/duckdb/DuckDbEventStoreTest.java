package dev.freehold.eventstore.duckdb;

import dev.freehold.eventstore.ClockContract;
import dev.freehold.eventstore.EventStore;
import dev.freehold.eventstore.EventStoreContract;
import dev.freehold.eventstore.IsolationContract;
import dev.freehold.eventstore.KillContract;
import dev.freehold.eventstore.Stream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

class DuckDbEventStoreTest extends EventStoreContract
    implements IsolationContract, ClockContract, KillContract {

  @Override
  public EventStore open(Path dir, List<Stream> streams, InstantSource clock) {
    return DuckDbEventStore.open(dir, streams, DuckDbSettings.defaults().withClock(clock));
  }
}
