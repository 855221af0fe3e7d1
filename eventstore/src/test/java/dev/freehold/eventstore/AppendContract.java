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
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an engine does with rows handed to it. */
public interface AppendContract extends OpenedStore {

  @Test
  default void everyValueComesBackAsItWentIn() {
    var session = UUID.randomUUID();
    var at = Instant.parse("2026-03-01T23:59:59.123456Z");
    var row = new @Nullable Object[] {"e'1", at, "änn", "日本\n\"x\"", session, -7L, 0.1, false};
    append(ACME, batchOf(row));

    var back =
        store()
            .query(
                ACME,
                Query.of("select * from {visits}"),
                SOON,
                found ->
                    List.of(
                        found.getString("event_id"),
                        found.getObject("occurred_at", LocalDateTime.class),
                        found.getString("person"),
                        found.getString("page"),
                        found.getObject("session", UUID.class),
                        found.getLong("millis"),
                        found.getDouble("score"),
                        found.getBoolean("paid"),
                        found.getMetaData().getColumnCount()));

    assertThat(back)
        .containsExactly(
            List.of(
                "e'1",
                LocalDateTime.parse("2026-03-01T23:59:59.123456"),
                "änn",
                "日本\n\"x\"",
                session,
                -7L,
                0.1,
                false,
                8));
  }

  @Test
  default void anOptionalValueMayBeMissing() {
    var row = new @Nullable Object[] {"e1", NOON, null, null, null, null, null, null};
    append(ACME, batchOf(row));

    assertThat(
            store()
                .query(
                    ACME,
                    Query.of(
                        "select count(*) from {visits} where coalesce(person, page, session::varchar,"
                            + " millis::varchar, score::varchar, paid::varchar) is null"),
                    SOON,
                    found -> found.getLong(1)))
        .containsExactly(1L);
  }

  @Test
  default void anEventSentTwiceCountsOnce() {
    assertThat(append(ACME, batch("a", "b")).accepted()).isEqualTo(2);

    var again = append(ACME, batch("b", "c"));

    assertThat(again.accepted()).isEqualTo(1);
    assertThat(again.duplicates().stream()).containsExactly(0);
    assertThat(ids(store(), ACME)).containsExactly("a", "b", "c");
  }

  @Test
  default void anEventTwiceInABatchCountsOnce() {
    var appended = append(ACME, batch("a", "b", "a", "a"));

    assertThat(appended.accepted()).isEqualTo(2);
    assertThat(appended.duplicates().stream()).containsExactly(2, 3);
    assertThat(ids(store(), ACME)).containsExactly("a", "b");
  }

  @Test
  default void anEventIsStillKnownAfterARestart() {
    append(ACME, batch("a"));
    reopen(STREAM);

    assertThat(append(ACME, batch("a", "b")).duplicates().stream()).containsExactly(0);
    assertThat(ids(store(), ACME)).containsExactly("a", "b");
  }

  @Test
  default void anEventIsKnownForSevenDaysAndNewAfterEight() {
    append(ACME, batch("a"));

    clock().advance(Duration.ofDays(7));
    assertThat(append(ACME, batch("a")).accepted()).isZero();
    reopen(STREAM);
    assertThat(append(ACME, batch("a")).accepted()).isZero();

    clock().advance(Duration.ofDays(1));
    assertThat(append(ACME, batch("a")).accepted()).isEqualTo(1);
    assertThat(append(ACME, batch("a")).accepted()).isZero();
    reopen(STREAM);
    assertThat(append(ACME, batch("a")).accepted()).isZero();
  }

  @Test
  default void tenantsMayUseTheSameIds() {
    append(ACME, batch("a"));

    assertThat(append(GLOBEX, batch("a")).accepted()).isEqualTo(1);
    assertThat(count(store(), ACME)).isEqualTo(1);
    assertThat(count(store(), GLOBEX)).isEqualTo(1);
  }

  @Test
  default void ofManyThreadsSendingTheSameEventsOneSucceeds() throws Exception {
    var ids = IntStream.range(0, 500).mapToObj(i -> "e" + i).toArray(String[]::new);

    var accepted = OpenedStore.together(40, _ -> append(ACME, batch(ids)).accepted());

    assertThat(accepted.stream().mapToInt(Integer::intValue).sum()).isEqualTo(ids.length);
    assertThat(count(store(), ACME)).isEqualTo(ids.length);
  }

  @Test
  default void thousandsOfVirtualThreadsMayAppendAtOnce() throws Exception {
    OpenedStore.together(3_000, i -> append(i % 2 == 0 ? ACME : GLOBEX, batch("e" + i)));

    assertThat(count(store(), ACME)).isEqualTo(1_500);
    assertThat(count(store(), GLOBEX)).isEqualTo(1_500);
  }

  @Test
  default void whatWasAnsweredIsVisibleAtOnce() {
    for (int i = 0; i < 20; i++) {
      append(ACME, batch("e" + i));
      assertThat(count(store(), ACME)).isEqualTo(i + 1);
    }
  }

  @Test
  default void anEmptyBatchIsAccepted() {
    assertThat(append(ACME, batch()).accepted()).isZero();
  }

  @Test
  default void aWrongValueIsRefusedByNameAndNothingOfItsBatchIsKept() {
    assertRefused(new @Nullable Object[] {"x", NOON}, "2 values for 8 columns");
    assertRefused(with(0, null), "event_id");
    assertRefused(with(1, "2026-03-01"), "occurred_at");
    assertRefused(with(2, 5L), "person");
    assertRefused(with(4, "no uuid"), "session");
    assertRefused(with(5, 5), "millis");
    assertRefused(with(6, Double.NaN), "score");
    assertRefused(with(6, Double.POSITIVE_INFINITY), "score");
    assertRefused(with(7, "true"), "paid");

    assertThat(count(store(), ACME)).isZero();
    assertThat(append(ACME, batch("good")).accepted()).isEqualTo(1);
  }

  private void assertRefused(@Nullable Object[] row, String naming) {
    assertThatThrownBy(() -> append(ACME, batchOf(visit("good"), row)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(naming);
  }

  private static @Nullable Object[] with(int column, @Nullable Object value) {
    var row = visit("x");
    row[column] = value;
    return row;
  }

  @Test
  default void anUndeclaredStreamIsRefused() {
    var other = new Stream("others", "event_id", "occurred_at", "person", STREAM.columns());

    assertThatThrownBy(() -> append(ACME, new Batch(other, List.of())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("others");
  }

  @Test
  default void aBadDeclarationIsRefused() {
    var columns = STREAM.columns();
    var twice = new ArrayList<>(columns);
    twice.add(Column.optional("page", ColumnType.TEXT));
    assertBad(new Stream("v; drop", "event_id", "occurred_at", "person", columns), "name");
    assertBad(new Stream("v", "missing", "occurred_at", "person", columns), "missing");
    assertBad(new Stream("v", "page", "occurred_at", "person", columns), "required");
    assertBad(new Stream("v", "event_id", "person", "person", columns), "TIMESTAMP");
    assertBad(new Stream("v", "event_id", "occurred_at", "millis", columns), "TEXT");
    assertBad(new Stream("v", "event_id", "occurred_at", "person", twice), "twice");
  }

  private void assertBad(Stream stream, String why) {
    assertThatThrownBy(() -> open(dir().resolve("bad"), List.of(stream), clock()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @Test
  default void aStreamMayGetNewOptionalColumns() {
    append(ACME, batch("old"));
    var columns = new ArrayList<>(STREAM.columns());
    columns.add(3, Column.optional("country", ColumnType.TEXT));
    var wider = new Stream("visits", "event_id", "occurred_at", "person", columns);
    reopen(wider);

    var row = new @Nullable Object[] {"new", NOON, "ann", "CH", "/home", null, 1L, 0.5, true};
    append(ACME, new Batch(wider, Collections.singletonList(row)));

    assertThat(
            store()
                .query(
                    ACME,
                    Query.of("select * from {visits} order by event_id"),
                    SOON,
                    found -> found.getString("country") + " " + found.getString("page")))
        .containsExactly("CH /home", "null /home");
  }

  @Test
  default void anotherKindOfChangeIsRefusedAndHarmsNothing() {
    append(ACME, batch("a"));
    closeStore();
    var columns = new ArrayList<>(STREAM.columns());
    columns.set(5, Column.optional("millis", ColumnType.TEXT));

    assertThatThrownBy(
            () ->
                open(
                    dir(),
                    List.of(new Stream("visits", "event_id", "occurred_at", "person", columns)),
                    clock()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("visits")
        .hasMessageContaining("millis");

    reopen(STREAM);
    assertThat(count(store(), ACME)).isEqualTo(1);
  }

  @Test
  default void aClosedStoreTakesNothing() {
    assertThat(store().isWritable()).isTrue();
    store().close();

    assertThat(store().isWritable()).isFalse();
    assertThatThrownBy(() -> append(ACME, batch("a")))
        .hasCauseInstanceOf(EventStoreUnavailable.class);
    assertThatThrownBy(() -> count(store(), ACME)).isInstanceOf(EventStoreUnavailable.class);
    assertThatThrownBy(() -> store().erase(ACME, STREAM, "ann"))
        .isInstanceOf(EventStoreUnavailable.class);
  }
}
