package dev.freehold.eventstore.move;

import dev.freehold.eventstore.MovableStore;
import dev.freehold.eventstore.Retention;
import dev.freehold.eventstore.SettableClock;
import dev.freehold.eventstore.Stream;
import dev.freehold.eventstore.duckdb.DuckDbEventStore;
import dev.freehold.eventstore.duckdb.DuckDbSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;

class DuckDbMoveTest extends MoveContract {

  @TempDir private Path stores;

  @Override
  String fresh() {
    return "duckdb:" + stores.resolve(UUID.randomUUID().toString());
  }

  @Override
  MovableStore open(String address, List<Stream> streams, SettableClock clock) {
    return DuckDbEventStore.open(
        Path.of(address.substring("duckdb:".length())),
        streams,
        DuckDbSettings.defaults().withClock(clock),
        Retention.DECLARED);
  }
}
