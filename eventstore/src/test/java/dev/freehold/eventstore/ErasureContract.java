package dev.freehold.eventstore;

import static dev.freehold.eventstore.Visits.STREAM;
import static dev.freehold.eventstore.Visits.batch;
import static dev.freehold.eventstore.Visits.batchOf;
import static dev.freehold.eventstore.Visits.count;
import static dev.freehold.eventstore.Visits.ids;
import static dev.freehold.eventstore.Visits.visit;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is left of a person after an erasure. */
public interface ErasureContract extends OpenedStore {

  @Test
  default void anErasedPersonIsGoneAndNobodyElse() {
    append(ACME, batchOf(visit("a1", "ann", "/"), visit("a2", "ann", "/")));
    append(ACME, batchOf(visit("b1", "bob", "/"), visit("n1", null, "/")));
    append(GLOBEX, batchOf(visit("a1", "ann", "/")));

    assertThat(store().erase(ACME, STREAM, "ann")).isEqualTo(2);

    assertThat(ids(store(), ACME)).containsExactly("b1", "n1");
    assertThat(ids(store(), GLOBEX)).containsExactly("a1");
    reopen(STREAM);
    assertThat(ids(store(), ACME)).containsExactly("b1", "n1");
    assertThat(ids(store(), GLOBEX)).containsExactly("a1");
  }

  @Test
  default void theOthersEventsAreStillKnownAfterAnErasure() {
    append(ACME, batchOf(visit("a1", "ann", "/"), visit("b1", "bob", "/")));
    store().erase(ACME, STREAM, "ann");

    assertThat(append(ACME, batchOf(visit("b1", "bob", "/"))).accepted()).isZero();
    reopen(STREAM);
    assertThat(append(ACME, batchOf(visit("b1", "bob", "/"))).accepted()).isZero();
  }

  @Test
  default void anErasedEventIsNewAgainBecauseNothingOfItIsKept() {
    append(ACME, batchOf(visit("a1", "ann", "/"), visit("a2", "ann", "/")));
    store().erase(ACME, STREAM, "ann");

    assertThat(append(ACME, batch("a1")).accepted()).isEqualTo(1);
    reopen(STREAM);
    assertThat(append(ACME, batch("a1", "a2")).duplicates().stream()).containsExactly(0);
  }

  @Test
  default void erasingSomebodyUnknownRemovesNothing() {
    append(ACME, batch("a"));

    assertThat(store().erase(ACME, STREAM, "zoe")).isZero();
    assertThat(count(store(), ACME)).isEqualTo(1);
  }

  @Test
  default void personsMayBeErasedAtOnceWhileOthersReadAndWrite() throws Exception {
    for (int i = 0; i < 10; i++) {
      append(ACME, batchOf(visit("old" + i, "p" + i, "/")));
    }

    OpenedStore.together(
        20,
        i -> {
          if (i < 10) {
            return store().erase(ACME, STREAM, "p" + i);
          }
          for (int round = 0; round < 20; round++) {
            append(ACME, batchOf(visit("new" + i + "-" + round, "stays", "/")));
            assertThat(count(store(), ACME)).isPositive();
          }
          return 1L;
        });

    assertThat(count(store(), ACME)).isEqualTo(10 * 20);
    reopen(STREAM);
    assertThat(count(store(), ACME)).isEqualTo(10 * 20);
  }
}
