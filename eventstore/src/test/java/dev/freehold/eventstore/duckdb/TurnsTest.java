package dev.freehold.eventstore.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.eventstore.EventStoreUnavailable;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TurnsTest {

  private static final UUID ACME = UUID.randomUUID();
  private static final UUID GLOBEX = UUID.randomUUID();
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final Duration LONG = Duration.ofSeconds(30);

  private final Turns turns = new Turns(2);

  @Test
  void aTenantWaitsForItsOwnQueriesOnly() throws InterruptedException {
    turns.enter(ACME, LONG);
    turns.enter(ACME, LONG);

    assertThatThrownBy(() -> turns.enter(ACME, SHORT))
        .isInstanceOf(EventStoreUnavailable.class)
        .hasMessageContaining("2 queries running already");
    assertThat(turns.enter(GLOBEX, SHORT)).isLessThanOrEqualTo(SHORT);
  }

  @Test
  void whoWaitsComesInWhenOneLeaves() throws Exception {
    turns.enter(ACME, LONG);
    turns.enter(ACME, LONG);
    try (var executor = Executors.newSingleThreadExecutor()) {
      var waiting = executor.submit(() -> turns.enter(ACME, LONG));
      assertThatThrownBy(() -> waiting.get(50, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);

      turns.leave(ACME);

      assertThat(waiting.get()).isPositive().isLessThan(LONG);
    }
  }

  @Test
  void whoGaveUpTakesNoTurn() throws InterruptedException {
    turns.enter(ACME, LONG);
    turns.enter(ACME, LONG);
    assertThatThrownBy(() -> turns.enter(ACME, SHORT)).isInstanceOf(EventStoreUnavailable.class);

    turns.leave(ACME);

    assertThat(turns.enter(ACME, SHORT)).isPositive();
    assertThatThrownBy(() -> turns.enter(ACME, SHORT)).isInstanceOf(EventStoreUnavailable.class);
  }

  @Test
  void neverMoreRunThanMayHoweverManyCome() throws InterruptedException, ExecutionException {
    var running = new AtomicInteger();
    var most = new AtomicInteger();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = new CompletableFuture<?>[200];
      for (int i = 0; i < all.length; i++) {
        all[i] =
            CompletableFuture.runAsync(
                () -> {
                  try {
                    turns.enter(ACME, LONG);
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    Thread.yield();
                    running.decrementAndGet();
                    turns.leave(ACME);
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                },
                executor);
      }
      CompletableFuture.allOf(all).get();
    }
    assertThat(most.get()).isBetween(1, 2);
    assertThat(turns.isIdle()).isTrue();
  }
}
