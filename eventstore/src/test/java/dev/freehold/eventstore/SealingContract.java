package dev.freehold.eventstore;

import static dev.freehold.eventstore.Visits.NOON;
import static dev.freehold.eventstore.Visits.STREAM;
import static dev.freehold.eventstore.Visits.batch;
import static dev.freehold.eventstore.Visits.batchOf;
import static dev.freehold.eventstore.Visits.count;
import static dev.freehold.eventstore.Visits.ids;
import static dev.freehold.eventstore.Visits.visit;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What maintenance must not change: every answer. */
public interface SealingContract extends OpenedStore {

  @Test
  default void whatWasSealedIsStillInEveryAnswerOfItsTenantOnly() {
    append(ACME, batch("a", "b"));
    append(GLOBEX, batch("a", "c"));
    store().maintain();
    append(ACME, batch("d"));

    assertThat(ids(store(), ACME)).containsExactly("a", "b", "d");
    assertThat(ids(store(), GLOBEX)).containsExactly("a", "c");
    assertThat(ids(store(), UUID.randomUUID())).isEmpty();
    reopen(STREAM);
    assertThat(ids(store(), ACME)).containsExactly("a", "b", "d");
    assertThat(ids(store(), GLOBEX)).containsExactly("a", "c");
  }

  @Test
  default void everyValueSurvivesSealing() {
    var session = UUID.randomUUID();
    boolean wide = store().dialect() == Dialect.DUCKDB;
    var at = Instant.parse((wide ? "0001" : "1970") + "-01-01T00:00:00.000001Z");
    var late = Instant.parse((wide ? "9999" : "2105") + "-12-31T23:59:59.999999Z");
    append(
        ACME,
        batchOf(
            new @Nullable Object[] {"e'1", at, "änn", "日本\n\"x\"", session, -7L, 0.1, false},
            new @Nullable Object[] {"e2", late, null, null, null, null, null, null},
            new @Nullable Object[] {"e3", NOON, "a\0b", "", session, Long.MIN_VALUE, -0.0, true}));
    var before = everything();

    store().maintain();

    assertThat(everything()).isEqualTo(before).hasSize(3);
  }

  private List<String> everything() {
    return store()
        .query(
            ACME,
            Query.of(
                """
                select event_id, occurred_at::varchar, person, page, session, millis, score, paid
                from {visits} order by event_id
                """),
            Duration.ofSeconds(30),
            row -> {
              var values = new ArrayList<@Nullable String>();
              for (int i = 1; i <= 8; i++) {
                values.add(row.getString(i));
              }
              return values.toString();
            });
  }

  @Test
  default void aSealedEventIsStillKnown() {
    append(ACME, batch("a"));
    store().maintain();

    assertThat(append(ACME, batch("a", "b")).duplicates().stream()).containsExactly(0);
    store().maintain();
    reopen(STREAM);
    assertThat(append(ACME, batch("a", "b", "c")).duplicates().stream()).containsExactly(0, 1);

    clock().advance(Duration.ofDays(8));
    reopen(STREAM);
    assertThat(append(ACME, batch("c")).accepted()).isEqualTo(1);
  }

  @Test
  default void aStreamMayGetNewColumnsAfterItsRowsWereSealed() {
    append(ACME, batch("old"));
    store().maintain();
    var columns = new ArrayList<>(STREAM.columns());
    columns.add(3, Column.optional("country", ColumnType.TEXT));
    var wider = new Stream("visits", "event_id", "occurred_at", "person", columns);
    reopen(wider);
    var row = new @Nullable Object[] {"new", NOON, "ann", "CH", "/home", null, 1L, 0.5, true};
    append(ACME, new Batch(wider, Collections.singletonList(row)));
    store().maintain();

    assertThat(
            store()
                .query(
                    ACME,
                    Query.of("select * from {visits} order by event_id"),
                    Duration.ofSeconds(30),
                    found -> found.getString("country") + " " + found.getString("page")))
        .containsExactly("CH /home", "null /home");
  }

  @Test
  default void aPersonIsErasedFromSealedRowsToo() {
    append(ACME, batchOf(visit("a1", "ann", "/"), visit("b1", "bob", "/"), visit("n", null, "/")));
    append(GLOBEX, batchOf(visit("a1", "ann", "/")));
    store().maintain();
    append(ACME, batchOf(visit("a2", "ann", "/"), visit("b2", "bob", "/")));

    assertThat(store().erase(ACME, STREAM, "ann")).isEqualTo(2);

    assertThat(ids(store(), ACME)).containsExactly("b1", "b2", "n");
    assertThat(ids(store(), GLOBEX)).containsExactly("a1");
    assertThat(append(ACME, batch("a1", "b1")).duplicates().stream()).containsExactly(1);
    reopen(STREAM);
    assertThat(ids(store(), ACME)).containsExactly("a1", "b1", "b2", "n");
  }

  @Test
  default void aReaderSeesEachRowOnceWhileRowsAreSealed() throws Exception {
    var appended = new AtomicInteger();
    var done = new AtomicInteger();
    OpenedStore.together(
        6,
        i -> {
          if (i == 0) {
            try {
              for (int round = 0; round < 25; round++) {
                store().maintain();
              }
            } finally {
              done.incrementAndGet();
            }
            return 1;
          }
          for (int round = 0; done.get() == 0; round++) {
            if (i <= 2) {
              append(ACME, batch(i + "-" + round + "-a", i + "-" + round + "-b"));
              appended.addAndGet(2);
            } else {
              int before = appended.get();
              var found = ids(store(), ACME);
              assertThat(found).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(before);
            }
          }
          return 0;
        });

    assertThat(count(store(), ACME)).isEqualTo(appended.get());
    reopen(STREAM);
    assertThat(count(store(), ACME)).isEqualTo(appended.get());
  }
}
