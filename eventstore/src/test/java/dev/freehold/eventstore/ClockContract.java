package dev.freehold.eventstore;

import static dev.freehold.eventstore.Visits.STREAM;
import static dev.freehold.eventstore.Visits.batch;
import static dev.freehold.eventstore.Visits.ids;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A machine's clock that is put right while the store runs, or between two runs. */
public interface ClockContract extends OpenedStore {

  @Test
  default void aClockThatGoesBackLosesAndDoublesNothing() {
    append(ACME, batch("a"));
    store().maintain();
    clock().advance(Duration.ofHours(-30));
    assertThat(append(ACME, batch("a", "b")).duplicates().stream()).containsExactly(0);
    store().maintain();
    reopen(STREAM);
    clock().advance(Duration.ofDays(-3));
    assertThat(append(ACME, batch("a", "b", "c")).duplicates().stream()).containsExactly(0, 1);
    store().maintain();
    reopen(STREAM);

    assertThat(append(ACME, batch("a", "b", "c", "d")).duplicates().stream())
        .containsExactly(0, 1, 2);
    assertThat(ids(store(), ACME)).containsExactly("a", "b", "c", "d");
  }

  @Test
  default void aClockThatJumpsAheadAndBackStillKnowsWhatCameBefore() {
    append(ACME, batch("a"));
    clock().advance(Duration.ofDays(3));
    append(ACME, batch("b"));
    clock().advance(Duration.ofDays(-3));
    store().maintain();
    reopen(STREAM);

    assertThat(append(ACME, batch("a", "b", "c")).duplicates().stream()).containsExactly(0, 1);
    assertThat(ids(store(), ACME)).containsExactly("a", "b", "c");
  }
}
