package dev.freehold.kernel.http;

import static dev.freehold.kernel.http.Slots.Outcome.FULL;
import static dev.freehold.kernel.http.Slots.Outcome.TAKEN;
import static dev.freehold.kernel.http.Slots.Outcome.TOO_MANY_OF_TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SlotsTest {

  private static final UUID ACME = UUID.randomUUID();

  @Test
  void aTenantHasItsShareAndGetsASlotBackForAnother() {
    var slots = new Slots(2, 10);
    assertThat(slots.take(ACME)).isEqualTo(TAKEN);
    assertThat(slots.take(ACME)).isEqualTo(TAKEN);
    assertThat(slots.take(ACME)).isEqualTo(TOO_MANY_OF_TENANT);
    slots.giveBack(ACME);
    assertThat(slots.take(ACME)).isEqualTo(TAKEN);
  }

  @Test
  void manyWhoFloodLeaveRoomForTheFirstOfTheOthers() {
    var slots = new Slots(4, 8);
    for (int i = 0; i < 2; i++) {
      var flooding = UUID.randomUUID();
      for (int request = 0; request < 100; request++) {
        slots.take(flooding);
      }
    }
    assertThat(slots.take(ACME)).isEqualTo(TAKEN);
    assertThat(slots.take(ACME)).isEqualTo(FULL);
    for (int i = 0; i < 7; i++) {
      assertThat(slots.take(UUID.randomUUID())).isEqualTo(TAKEN);
    }
    assertThat(slots.take(UUID.randomUUID())).isEqualTo(FULL);
  }

  @Test
  void neverMoreThanTheShareRunsAndNothingIsLeftBehind() throws Exception {
    var slots = new Slots(3, 100);
    var running = new AtomicInteger();
    var most = new AtomicInteger();
    var tasks = new ArrayList<Callable<Void>>();
    for (int thread = 0; thread < 16; thread++) {
      tasks.add(
          () -> {
            for (int i = 0; i < 2_000; i++) {
              if (slots.take(ACME) == TAKEN) {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                running.decrementAndGet();
                slots.giveBack(ACME);
              }
            }
            return null;
          });
    }
    try (var pool = Executors.newFixedThreadPool(16)) {
      for (var future : pool.invokeAll(tasks)) {
        future.get();
      }
    }
    assertThat(most.get()).isBetween(1, 3);
    assertThat(slots.tenants()).isZero();
  }
}
