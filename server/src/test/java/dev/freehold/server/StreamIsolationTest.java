package dev.freehold.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.eventstore.EventStore;
import dev.freehold.eventstore.IsolationAttack;
import dev.freehold.eventstore.Stream;
import dev.freehold.eventstore.duckdb.DuckDbEventStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every stream that any module declares, attacked from a second tenant. */
class StreamIsolationTest {

  @TempDir static Path folder;
  private static EventStore store;

  @BeforeAll
  static void openAStoreOfAllStreams() {
    store = DuckDbEventStore.open(folder.resolve("events"), List.copyOf(streams()));
  }

  @AfterAll
  static void closeIt() {
    store.close();
  }

  static Collection<Stream> streams() {
    return TestServer.running().beans(Stream.class);
  }

  @Test
  void streamsHaveNamesOfTheirOwn() {
    assertThat(streams()).extracting(Stream::name).doesNotHaveDuplicates().hasSizeGreaterThan(5);
  }

  @ParameterizedTest
  @MethodSource("streams")
  void aTenantMeetsNothingOfAnothers(Stream stream, @TempDir Path empty) {
    IsolationAttack.attack(store, stream, Instant.now(), empty);
  }
}
