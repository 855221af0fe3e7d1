package dev.freehold.eventstore.question;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.eventstore.Column;
import dev.freehold.eventstore.ColumnType;
import dev.freehold.eventstore.Interval;
import dev.freehold.eventstore.Measure;
import dev.freehold.eventstore.Question;
import dev.freehold.eventstore.Stream;
import dev.freehold.eventstore.Tiers;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** Whatever is asked and kept, the pieces lie side by side, on edges of buckets that are there. */
class CoverPropertyTest {

  private static final Instant NOW = Instant.parse("2026-06-15T10:20:30Z");

  private static final Stream STREAM =
      new Stream(
              "visits",
              "id",
              "at",
              "person",
              List.of(
                  Column.required("id", ColumnType.TEXT),
                  Column.required("at", ColumnType.TIMESTAMP),
                  Column.optional("person", ColumnType.TEXT)))
          .rolledUp("total", List.of());

  @Property(tries = 3_000)
  void piecesAreSideBySide(@ForAll("questions") Question question, @ForAll("tiers") Tiers tiers) {
    var kept = new Kept(tiers, NOW, Map.of("total", Kept.ALWAYS));
    var plan = Planner.plan(question, kept);

    var at = plan.from();
    for (var piece : plan.pieces()) {
      assertThat(piece.from()).isEqualTo(at);
      assertThat(piece.to()).isAfter(piece.from());
      switch (piece.source()) {
        case Source.Rows _ -> assertThat(piece.from()).isAfterOrEqualTo(kept.rowsFrom());
        case Source.Rolled(_, var level) -> {
          assertThat(piece.from()).isAfterOrEqualTo(kept.bucketsFrom(level));
          assertThat(Buckets.floor(level, piece.from())).isEqualTo(piece.from());
          assertThat(Buckets.floor(level, piece.to())).isEqualTo(piece.to());
        }
      }
      at = piece.to();
    }
    assertThat(at).isEqualTo(plan.to());
  }

  @Property(tries = 3_000)
  void whereRowsAreKeptTheRangeIsExactAndNoBucketReachesOverAStep(
      @ForAll("questions") Question question, @ForAll("tiers") Tiers others) {
    var tiers = new Tiers(null, others.minute(), others.hour(), others.day(), others.month());
    var plan = Planner.plan(question, new Kept(tiers, NOW, Map.of("total", Kept.ALWAYS)));

    assertThat(plan.from()).isEqualTo(question.from());
    assertThat(plan.to()).isEqualTo(question.to());
    var interval = question.interval();
    if (interval != null) {
      for (var piece : plan.pieces()) {
        if (piece.source() instanceof Source.Rolled(_, var level)) {
          var last = piece.to().minusMillis(1);
          var first = Buckets.floor(level, last);
          assertThat(step(interval, question.zone(), first))
              .isEqualTo(step(interval, question.zone(), last));
          assertThat(step(interval, question.zone(), piece.from()))
              .isEqualTo(
                  step(
                      interval, question.zone(), Buckets.next(level, piece.from()).minusMillis(1)));
        }
      }
    }
  }

  private static Object step(Interval interval, ZoneId zone, Instant instant) {
    var local = instant.atZone(zone);
    return switch (interval) {
      case MINUTE -> local.truncatedTo(java.time.temporal.ChronoUnit.MINUTES).toInstant();
      case HOUR -> local.truncatedTo(java.time.temporal.ChronoUnit.HOURS).toInstant();
      case DAY -> local.toLocalDate();
      case WEEK -> local.toLocalDate().with(java.time.DayOfWeek.MONDAY);
      case MONTH -> local.toLocalDate().withDayOfMonth(1);
    };
  }

  @Provide
  static Arbitrary<Question> questions() {
    var from =
        Arbitraries.longs()
            .between(0, 3L * 366 * 86_400_000)
            .map(millis -> Instant.parse("2024-01-01T00:00:00Z").plusMillis(millis));
    var length =
        Arbitraries.oneOf(
            Arbitraries.longs().between(1, 3L * 86_400_000),
            Arbitraries.longs().between(1, 900L * 86_400_000));
    var edge = Arbitraries.of(1L, 60_000L, 1_800_000L, 3_600_000L, 86_400_000L);
    var zone =
        Arbitraries.of(
                "UTC",
                "Europe/Berlin",
                "America/New_York",
                "Asia/Kolkata",
                "Asia/Kathmandu",
                "Australia/Lord_Howe",
                "Pacific/Kiritimati")
            .map(ZoneId::of);
    var interval = Arbitraries.of(Interval.values()).injectNull(0.2);
    return Combinators.combine(from, length, edge, zone, interval).as(CoverPropertyTest::question);
  }

  private static Question question(
      Instant from, long length, long edge, ZoneId zone, @Nullable Interval interval) {
    var start = Instant.ofEpochMilli(from.toEpochMilli() / edge * edge);
    return new Question(
        STREAM,
        List.of(new Measure.Count()),
        List.of(),
        List.of(),
        start,
        start.plus(Duration.ofMillis((length / edge + 1) * edge)),
        interval,
        zone,
        List.of(),
        100);
  }

  @Provide
  static Arbitrary<Tiers> tiers() {
    var period = Arbitraries.of(1, 3, 7, 30, 45, 90, 400).map(Period::ofDays).injectNull(0.3);
    return Combinators.combine(period, period, period, period, period).as(Tiers::new);
  }
}
