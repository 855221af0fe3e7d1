package dev.freehold.eventstore;

import static dev.freehold.eventstore.Visits.STREAM;
import static dev.freehold.eventstore.Visits.batch;
import static dev.freehold.eventstore.Visits.batchOf;
import static dev.freehold.eventstore.Visits.ids;
import static dev.freehold.eventstore.Visits.visit;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Period;
import org.junit.jupiter.api.Test;

/** Rows that are older than their stream keeps them. */
public interface RetentionContract extends OpenedStore {

  /** Rows for 30 days. */
  Stream SHORT = STREAM.kept(new Tiers(Period.ofDays(30), null, null, null, null));

  @Test
  default void aRowIsSeenToTheMicrosecondForAsLongAsItIsKept() {
    reopen(SHORT);
    append(ACME, shortly("a"));
    store().maintain();
    append(ACME, shortly("b"));

    clock().advance(Duration.ofDays(30));
    assertThat(ids(store(), ACME)).containsExactly("a", "b");
    store().maintain();
    assertThat(ids(store(), ACME)).containsExactly("a", "b");

    clock().advance(Duration.ofNanos(1_000));
    assertThat(ids(store(), ACME)).isEmpty();
    store().maintain();
    reopen(SHORT);
    assertThat(ids(store(), ACME)).isEmpty();
  }

  @Test
  default void anEventThatIsTooOldWhenItComesIsTakenButNotSeenAndStillKnown() {
    reopen(SHORT);
    var old = visit("old");
    old[1] = clock().instant().minus(Duration.ofDays(31));

    assertThat(append(ACME, new Batch(SHORT, batchOf(old).rows())).accepted()).isEqualTo(1);
    store().maintain();
    assertThat(ids(store(), ACME)).isEmpty();
    reopen(SHORT);
    assertThat(append(ACME, shortly("old")).accepted()).isZero();
  }

  private static Batch shortly(String... ids) {
    return new Batch(SHORT, batch(ids).rows());
  }
}
