package dev.freehold.eventstore;

import static dev.freehold.eventstore.Calls.STREAM;
import static dev.freehold.eventstore.Calls.batch;
import static dev.freehold.eventstore.Calls.question;
import static dev.freehold.eventstore.Visits.NOON;
import static dev.freehold.eventstore.Visits.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.eventstore.Calls.Call;
import dev.freehold.eventstore.Measure.Count;
import dev.freehold.eventstore.Measure.Sum;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How rollups stay right when rows are corrected, deleted, erased and retired. */
public interface RollupContract extends OpenedStore {

  Instant LONG_AGO = NOON.minus(Duration.ofDays(500));
  Instant TOMORROW = NOON.plus(Duration.ofDays(1));

  @Test
  default void aCorrectionReachesTheBucketsOfBothTimes() {
    reopen(STREAM);
    append(
        ACME,
        batch(
            List.of(
                Call.of("a", NOON, "ann", "small", 1),
                Call.of("b", NOON.minus(Duration.ofDays(40)), "ann", "small", 2))));
    store().maintain();

    var moved = Call.of("a", NOON.minus(Duration.ofDays(70)), "ann", "large", 10);
    assertThat(store().correct(ACME, batch(List.of(moved)))).isEqualTo(1);

    assertThat(sumsByModel()).containsExactly("large 10", "small 2");
    assertReconciled();
    store().maintain();
    assertThat(sumsByModel()).containsExactly("large 10", "small 2");
    assertReconciled();
  }

  @Test
  default void aDeletedRowLeavesItsBuckets() {
    reopen(STREAM);
    append(
        ACME,
        batch(
            List.of(Call.of("a", NOON, "ann", "small", 1), Call.of("b", NOON, "bob", "large", 2))));
    store().maintain();
    append(ACME, batch(List.of(Call.of("c", NOON, "bob", "large", 3))));

    assertThat(store().delete(ACME, STREAM, List.of("b", "c"))).isEqualTo(2);

    assertThat(sumsByModel()).containsExactly("small 1");
    assertReconciled();
  }

  @Test
  default void anErasedPersonLeavesTheBuckets() {
    var stream = STREAM.kept(new Tiers(Period.ofDays(30), null, null, null, null));
    reopen(stream);
    var rows =
        Calls.rows(
            List.of(
                Call.of("a", NOON, "ann", "small", 1),
                Call.of("b", NOON, "bob", "small", 2),
                Call.of("old", NOON.minus(Duration.ofDays(100)), "ann", "small", 4)));
    append(ACME, new Batch(stream, rows));
    store().maintain();

    store().erase(ACME, stream, "ann");

    // What is counted of a row long retired stays, unless it is counted by person.
    assertThat(answer(stream, "model")).containsExactly("small 6");
    assertThat(answer(stream, "person")).containsExactly("bob 2");
    assertThat(store().reconcile(ACME, stream, LONG_AGO, TOMORROW)).isEmpty();
  }

  @Test
  default void aTenantThatIsErasedHasNoBuckets() {
    reopen(STREAM);
    append(ACME, batch(List.of(Call.of("a", NOON, "ann", "small", 1))));
    append(GLOBEX, batch(List.of(Call.of("a", NOON, "ann", "small", 1))));
    store().maintain();

    store().eraseTenant(GLOBEX);

    assertThat(sumsByModel()).containsExactly("small 1");
    assertThat(
            store()
                .ask(
                    GLOBEX,
                    question(
                        List.of(new Count()),
                        List.of(),
                        null,
                        ZoneId.of("UTC"),
                        LONG_AGO,
                        TOMORROW),
                    SOON)
                .rows())
        .isEmpty();
  }

  @Test
  default void bucketsAreRetiredWithTheirTier() {
    var stream =
        STREAM.kept(
            new Tiers(
                Period.ofDays(1), Period.ofDays(1), Period.ofDays(1), Period.ofDays(30), null));
    reopen(stream);
    append(ACME, new Batch(stream, Calls.rows(List.of(Call.of("a", NOON, "ann", "small", 1)))));
    store().maintain();

    clock().advance(Duration.ofDays(40));
    store().maintain();

    var answer =
        store()
            .ask(
                ACME,
                new Question(
                    stream,
                    List.of(new Sum("tokens")),
                    List.of(),
                    List.of(),
                    NOON.minus(Duration.ofHours(1)),
                    TOMORROW,
                    null,
                    ZoneId.of("UTC"),
                    List.of(),
                    10),
                SOON);
    assertThat(answer.sources()).containsExactly("by_model/month");
    assertThat(answer.from()).isEqualTo(Instant.parse("2026-03-01T00:00:00Z"));
    assertThat(answer.to()).isEqualTo(Instant.parse("2026-04-01T00:00:00Z"));
    assertThat(answer.rows().getFirst().values().getFirst()).isEqualByComparingTo("1");
  }

  private void assertReconciled() {
    assertThat(store().reconcile(ACME, STREAM, LONG_AGO, TOMORROW)).isEmpty();
  }

  private List<String> sumsByModel() {
    return answer(STREAM, "model");
  }

  private List<String> answer(Stream stream, String dimension) {
    var lines = new ArrayList<String>();
    var question =
        new Question(
            stream,
            List.of(new Sum("tokens")),
            List.of(dimension),
            List.of(),
            LONG_AGO,
            TOMORROW,
            null,
            ZoneId.of("UTC"),
            List.of(),
            100);
    for (var row : store().ask(ACME, question, SOON).rows()) {
      lines.add(row.dimensions().getFirst() + " " + row.values().getFirst());
    }
    return lines;
  }
}
