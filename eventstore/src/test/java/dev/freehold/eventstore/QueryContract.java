package dev.freehold.eventstore;

import static dev.freehold.eventstore.Visits.NOON;
import static dev.freehold.eventstore.Visits.SOON;
import static dev.freehold.eventstore.Visits.batch;
import static dev.freehold.eventstore.Visits.count;
import static dev.freehold.eventstore.Visits.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** How an engine answers, and whom. */
public interface QueryContract extends OpenedStore {

  @Test
  default void valuesAreBoundInOrder() {
    append(ACME, batch("a"));

    assertThat(
            store()
                .query(
                    ACME,
                    Query.of(
                        """
                    select count(*) from {visits}
                    where event_id = ? and occurred_at = ? and millis = ? and millis = ?
                      and score = ? and paid = ? and (session = ? or ?::varchar is null)
                    """,
                        "a",
                        NOON,
                        1L,
                        1,
                        0.5,
                        true,
                        UUID.randomUUID(),
                        null),
                    SOON,
                    row -> row.getLong(1)))
        .containsExactly(1L);
  }

  @Test
  default void anInstantIsComparedInUtc() {
    append(ACME, batch("a"));

    assertThat(
            store()
                .query(
                    ACME,
                    Query.of(
                        "select count(*) from {visits} where occurred_at >= ? and occurred_at < ?",
                        NOON,
                        NOON.plusNanos(1_000)),
                    SOON,
                    row -> row.getLong(1)))
        .containsExactly(1L);
  }

  @Test
  default void aStreamMayBeNamedSeveralTimes() {
    append(ACME, batch("a", "b"));
    append(GLOBEX, batch("a", "b", "c"));

    assertThat(
            store()
                .query(
                    ACME,
                    Query.of(
                        """
                    with v as (select * from {visits} where event_id <> '{visits}')
                    select a.event_id from v a join {visits} b using (event_id)
                    where event_id in (select event_id from {visits}) order by 1
                    """),
                    SOON,
                    row -> row.getString(1)))
        .containsExactly("a", "b");
  }

  @Test
  default void anotherTenantsRowsNeverAppear() {
    append(ACME, batch("a"));
    var hostile =
        List.of(
            "' or true --",
            "a' union all select event_id from visits --",
            "{visits}",
            "'; drop table visits; --",
            "\\' or 1=1",
            "a\tb\nc\\nd\re");
    append(GLOBEX, batch(hostile.toArray(String[]::new)));

    for (var value : hostile) {
      assertThat(
              store()
                  .query(
                      ACME,
                      Query.of("select event_id from {visits} where event_id = ?", value),
                      SOON,
                      row -> row.getString(1)))
          .isEmpty();
      assertThat(
              store()
                  .query(
                      GLOBEX,
                      Query.of("select event_id from {visits} where event_id = ?", value),
                      SOON,
                      row -> row.getString(1)))
          .containsExactly(value);
    }
    assertThat(ids(store(), ACME)).containsExactly("a");
    assertThat(ids(store(), UUID.randomUUID())).isEmpty();
  }

  @Test
  default void aQueryMustNameItsStreamsInBraces() {
    assertNoQuery("select * from visits");
    assertNoQuery("select * from \"visits\"");
    assertNoQuery("select * from VISITS");
    assertNoQuery("select * from main.visits");
    assertNoQuery("with visits as (select 1) select * from visits");
    assertNoQuery("select * from {visits} where event_id in (select event_id from visits)");
    assertNoQuery("select * from {visits} /* */ , visits");
    assertNoQuery("select * from {nobody}");
    assertNoQuery("select tenant_id from {visits}");
  }

  @Test
  default void aQueryIsOneSelect() {
    append(ACME, batch("a"));

    assertNoQuery("delete from visits");
    assertNoQuery("select 1; delete from visits");
    assertNoQuery("select 1; select 2");
    assertNoQuery("drop table visits");
    assertNoQuery("with x as (select 1) delete from visits");
    assertNoQuery("update visits set page = 'x'");
    assertNoQuery("create table x as select * from {visits}");
    assertNoQuery("");
    assertThat(count(store(), ACME)).isEqualTo(1);
  }

  default void assertNoQuery(String sql) {
    assertThatThrownBy(() -> store().query(ACME, Query.of(sql), SOON, row -> row.getString(1)))
        .as(sql)
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Takes hours wherever it runs. */
  default String endless() {
    return switch (store().dialect()) {
      case DUCKDB ->
          "select count(*) from range(100000000) a, range(100000000) b"
              + " where a.range * b.range % 7 = 3";
      case CLICKHOUSE -> "select count(*) from numbers(10000000000000000) where number % 7 = 8";
    };
  }

  @Test
  default void aQueryThatTakesTooLongIsCut() {
    assertThatThrownBy(
            () ->
                store()
                    .query(
                        ACME, Query.of(endless()), Duration.ofMillis(100), row -> row.getLong(1)))
        .isInstanceOf(QueryTimeout.class);

    assertThat(count(store(), ACME)).isZero();
  }

  @Test
  default void aQueryEndsWhenItsThreadIsInterrupted() throws Exception {
    var ended = new CountDownLatch(1);
    var caller =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    store().query(ACME, Query.of(endless()), Duration.ofHours(1), row -> 1);
                  } catch (EventStoreUnavailable e) {
                    if (Thread.currentThread().isInterrupted()) {
                      ended.countDown();
                    }
                  }
                });

    caller.interrupt();
    caller.join();

    assertThat(ended.getCount()).isZero();
  }

  @Test
  default void whatAMapperThrowsReachesTheCaller() {
    append(ACME, batch("a"));

    assertThatThrownBy(
            () ->
                store()
                    .query(
                        ACME,
                        Query.of("select 1 from {visits}"),
                        SOON,
                        _ -> {
                          throw new ArithmeticException("mine");
                        }))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  default void queriesRunBesideEachOtherAndBesideTheWriter() throws Exception {
    OpenedStore.together(
        16,
        i -> {
          for (int round = 0; round < 20; round++) {
            append(ACME, batch(i + "-" + round));
            assertThat(count(store(), ACME)).isPositive();
          }
          return i;
        });

    assertThat(count(store(), ACME)).isEqualTo(16 * 20);
  }
}
