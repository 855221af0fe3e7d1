package dev.freehold.eventstore;

import static dev.freehold.eventstore.Visits.NOON;
import static dev.freehold.eventstore.Visits.SOON;
import static dev.freehold.eventstore.Visits.STREAM;
import static dev.freehold.eventstore.Visits.batch;
import static dev.freehold.eventstore.Visits.batchOf;
import static dev.freehold.eventstore.Visits.count;
import static dev.freehold.eventstore.Visits.ids;
import static dev.freehold.eventstore.Visits.visit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rows that are taken back or put right, wherever they are by then. */
public interface CorrectionContract extends OpenedStore {

  @Test
  default void deletedRowsAreGoneWhereverTheyWere() {
    append(ACME, batch("a", "b", "c"));
    append(GLOBEX, batch("a", "b"));
    store().maintain();
    append(ACME, batch("d", "e"));

    assertThat(store().delete(ACME, STREAM, List.of("a", "d", "nobody"))).isEqualTo(2);

    assertThat(ids(store(), ACME)).containsExactly("b", "c", "e");
    assertThat(ids(store(), GLOBEX)).containsExactly("a", "b");
    store().maintain();
    reopen(STREAM);
    assertThat(ids(store(), ACME)).containsExactly("b", "c", "e");
    assertThat(ids(store(), GLOBEX)).containsExactly("a", "b");
    assertThat(store().delete(ACME, STREAM, List.of("a", "d"))).isZero();
  }

  @Test
  default void aDeletedIdIsNewAgainBeforeAndAfterARestart() {
    append(ACME, batch("a", "b"));
    store().delete(ACME, STREAM, List.of("a", "b"));

    assertThat(append(ACME, batch("a")).accepted()).isEqualTo(1);
    reopen(STREAM);
    assertThat(append(ACME, batch("a", "b")).duplicates().stream()).containsExactly(0);
  }

  @Test
  default void correctedRowsTakeThePlaceOfTheOldOnes() {
    append(ACME, batch("sealed", "untouched"));
    append(GLOBEX, batch("sealed"));
    store().maintain();
    append(ACME, batch("hot"));
    var earlier = visit("sealed", "bob", "/right");
    earlier[1] = NOON.minus(Duration.ofDays(90));

    assertThat(
            store()
                .correct(
                    ACME,
                    batchOf(earlier, visit("hot", "bob", "/right"), visit("new", "x", "/none"))))
        .isEqualTo(2);

    var right = List.of("hot /right", "sealed /right", "untouched /home");
    assertThat(pages()).isEqualTo(right);
    assertThat(count(store(), GLOBEX)).isEqualTo(1);
    store().maintain();
    reopen(STREAM);
    assertThat(pages()).isEqualTo(right);
    assertThat(append(ACME, batch("sealed", "hot", "new")).duplicates().stream())
        .containsExactly(0, 1);
  }

  private List<String> pages() {
    return store()
        .query(
            ACME,
            Query.of("select event_id, page from {visits} order by 1"),
            SOON,
            row -> row.getString(1) + " " + row.getString(2));
  }

  @Test
  default void aWrongCorrectionIsRefusedAndChangesNothing() {
    append(ACME, batch("a"));
    var wrong = visit("a");
    wrong[5] = "no number";

    assertThatThrownBy(() -> store().correct(ACME, batchOf(wrong)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("millis");

    assertThat(pages()).containsExactly("a /home");
  }

  @Test
  default void deletesAndCorrectionsRunBesideAppendsAndMaintenance() throws Exception {
    int rounds = 12;
    for (int i = 0; i < rounds; i++) {
      append(ACME, batch("gone" + i, "wrong" + i, "stays" + i));
    }
    store().maintain();

    OpenedStore.together(
        4,
        thread -> {
          for (int i = 0; i < rounds; i++) {
            switch (thread) {
              case 0 -> assertThat(store().delete(ACME, STREAM, List.of("gone" + i))).isEqualTo(1);
              case 1 ->
                  assertThat(store().correct(ACME, batchOf(visit("wrong" + i, "ann", "/right"))))
                      .isEqualTo(1);
              case 2 -> append(ACME, batch("more" + i));
              default -> store().maintain();
            }
          }
          return thread;
        });

    var expected = new TreeMap<String, @Nullable String>();
    for (int i = 0; i < rounds; i++) {
      expected.put("wrong" + i, "/right");
      expected.put("stays" + i, "/home");
      expected.put("more" + i, "/home");
    }
    var lines = expected.entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).toList();
    assertThat(pages()).isEqualTo(lines);
    reopen(STREAM);
    assertThat(pages()).isEqualTo(lines);
  }

  @Test
  default void manySealedPortionsAreStillTheSameRows() {
    for (int i = 0; i < 20; i++) {
      append(ACME, batch("a" + i, "b" + i));
      append(GLOBEX, batch("a" + i));
      store().maintain();
    }

    assertThat(ids(store(), ACME)).doesNotHaveDuplicates().hasSize(40);
    assertThat(ids(store(), GLOBEX)).doesNotHaveDuplicates().hasSize(20);
    reopen(STREAM);
    assertThat(append(ACME, batch("a0", "b19", "c")).duplicates().stream()).containsExactly(0, 1);
  }
}
