package dev.freehold.analytics.summaries;

import dev.freehold.analytics.AnalyticsStreams;
import dev.freehold.analytics.questions.SqlText;
import dev.freehold.analytics.questions.Steps;
import dev.freehold.eventstore.Answer;
import dev.freehold.eventstore.EventStore;
import dev.freehold.eventstore.Measure;
import dev.freehold.eventstore.Measure.Count;
import dev.freehold.eventstore.Measure.Distinct;
import dev.freehold.eventstore.Measure.Sum;
import dev.freehold.eventstore.Query;
import dev.freehold.eventstore.Question;
import dev.freehold.eventstore.Stream;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Asks the event store what happened in one tenant's week; from rollups, so that it is cheap. */
@Component
public class WeekQuestions {

  static final int TOP_EVENTS = 5;

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final List<Measure> TOKENS =
      List.of(
          new Count(),
          new Sum("cost"),
          new Sum("input_tokens"),
          new Sum("output_tokens"),
          new Sum("cache_read_tokens"),
          new Sum("cache_write_5m_tokens"),
          new Sum("cache_write_1h_tokens"));

  private final EventStore events;

  WeekQuestions(EventStore events) {
    this.events = events;
  }

  public WeekFigures ask(UUID tenant, Week week) {
    var total =
        first(
            ask(
                tenant,
                week,
                AnalyticsStreams.EVENTS,
                List.of(new Count(), new Distinct("person_id")),
                List.of(),
                1));
    var usage = first(ask(tenant, week, AnalyticsStreams.USAGE, TOKENS, List.of(), 1));
    var top =
        ask(
            tenant,
            week,
            AnalyticsStreams.EVENTS,
            List.of(new Count()),
            List.of("name"),
            TOP_EVENTS);
    return new WeekFigures(
        number(total, 0),
        number(total, 1),
        number(usage, 0),
        number(usage, 2)
            + number(usage, 3)
            + number(usage, 4)
            + number(usage, 5)
            + number(usage, 6),
        number(usage, 1),
        last(tenant, week),
        top.rows().stream()
            .map(
                row ->
                    new WeekFigures.Top(
                        String.valueOf(row.dimensions().getFirst()), number(row, 0)))
            .toList());
  }

  private Answer ask(
      UUID tenant,
      Week week,
      Stream stream,
      List<Measure> measures,
      List<String> dimensions,
      int limit) {
    return events.ask(
        tenant,
        new Question(
            stream,
            measures,
            dimensions,
            List.of(),
            week.from(),
            week.to(),
            null,
            ZoneOffset.UTC,
            List.of(new Question.Order(0, true)),
            limit),
        LIMIT);
  }

  private @Nullable Instant last(UUID tenant, Week week) {
    var micros = new SqlText(events.dialect()).micros("occurred_at");
    var found =
        events.query(
            tenant,
            Query.of(
                """
                select count(*) as events, max(%s) as last from {analytics_events}
                where occurred_at >= ? and occurred_at < ?
                """
                    .formatted(micros),
                week.from(),
                week.to()),
            LIMIT,
            row ->
                row.getLong("events") == 0 ? Instant.EPOCH : Steps.ofMicros(row.getLong("last")));
    return found.getFirst().equals(Instant.EPOCH) ? null : found.getFirst();
  }

  private static Answer.@Nullable Row first(Answer answer) {
    return answer.rows().isEmpty() ? null : answer.rows().getFirst();
  }

  private static long number(Answer.@Nullable Row row, int measure) {
    return row == null
        ? 0
        : Objects.requireNonNullElse(row.values().get(measure), BigDecimal.ZERO).longValue();
  }
}
