package dev.freehold.eventstore.clickhouse;

import static dev.freehold.eventstore.OpenedStore.ACME;
import static dev.freehold.eventstore.Visits.STREAM;
import static dev.freehold.eventstore.Visits.batch;
import static dev.freehold.eventstore.Visits.batchOf;
import static dev.freehold.eventstore.Visits.count;
import static dev.freehold.eventstore.Visits.visit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.eventstore.EventStoreUnavailable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that goes away and comes back, and what is left on its disk. */
@Timeout(90)
class ClickHouseFaultsTest {

  @TempDir Path data;
  private ClickHouseServer server;
  private ClickHouseEventStore store;

  @BeforeEach
  void open() {
    server = ClickHouseServer.start(data);
    store = open(Duration.ofSeconds(30));
  }

  @AfterEach
  void close() {
    store.close();
    server.close();
  }

  private ClickHouseEventStore open(Duration patience) {
    return ClickHouseEventStore.open(
        ClickHouseSettings.of(server.url("faults")).withPatience(patience), List.of(STREAM));
  }

  @Test
  void rowsSentWhileTheServerIsKilledAndStartedAgainAreThereOnce() throws Exception {
    store.append(ACME, batch("before")).join();
    int acknowledged = 1;
    for (int round = 0; round < 3; round++) {
      var waiting = new ArrayList<java.util.concurrent.CompletableFuture<?>>();
      for (int i = 0; i < 50; i++) {
        waiting.add(store.append(ACME, batch(round + "-" + i)));
        if (i == 25) {
          server.kill();
        }
      }
      server.restart();
      waiting.forEach(java.util.concurrent.CompletableFuture::join);
      acknowledged += 50;
    }

    assertThat(count(store, ACME)).isEqualTo(acknowledged);
    store.close();
    store = open(Duration.ofSeconds(30));
    assertThat(count(store, ACME)).isEqualTo(acknowledged);
    assertThat(store.append(ACME, batch("0-0", "2-49")).join().accepted()).isZero();
  }

  @Test
  void withoutAServerAppendsFailAfterAWhileAndNothingOfThemIsKept() throws Exception {
    store.close();
    store = open(Duration.ofMillis(100));
    server.kill();

    assertThatThrownBy(() -> store.append(ACME, batch("a")).join())
        .hasCauseInstanceOf(EventStoreUnavailable.class);
    assertThat(store.isWritable()).isFalse();
    assertThatThrownBy(() -> count(store, ACME)).isInstanceOf(EventStoreUnavailable.class);
    assertThatThrownBy(() -> open(Duration.ofMillis(100)))
        .isInstanceOf(EventStoreUnavailable.class);

    server.restart();
    assertThat(store.append(ACME, batch("a", "b")).join().accepted()).isEqualTo(2);
    assertThat(count(store, ACME)).isEqualTo(2);
    assertThat(store.isWritable()).isTrue();
  }

  @Test
  void noByteOfAnErasedPersonIsLeftInTheServersFiles() throws Exception {
    var rows = new ArrayList<Object[]>();
    for (int i = 0; i < 50; i++) {
      rows.add(visit("e" + i, i % 2 == 0 ? "zq-erased-person" : "zq-other-person", "/"));
    }
    store.append(ACME, batchOf(rows.toArray(Object[][]::new))).join();
    assertThat(filesHolding("zq-erased-person")).isNotEmpty();

    assertThat(store.erase(ACME, STREAM, "zq-erased-person")).isEqualTo(25);

    assertThat(filesHolding("zq-erased-person")).isEmpty();
    assertThat(filesHolding("zq-other-person")).isNotEmpty();
    assertThat(count(store, ACME)).isEqualTo(25);
  }

  /** Short columns are stored as they are: compression has nothing to gain there. */
  private List<Path> filesHolding(String text) throws IOException {
    var found = new ArrayList<Path>();
    try (var files = Files.walk(data)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
          found.add(file);
        }
      }
    }
    return found;
  }
}
