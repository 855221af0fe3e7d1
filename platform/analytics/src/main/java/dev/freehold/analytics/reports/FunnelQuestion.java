package dev.freehold.analytics.reports;

import dev.freehold.analytics.questions.CohortDefinition;
import dev.freehold.analytics.questions.EventMatch;
import dev.freehold.analytics.questions.Property;
import dev.freehold.analytics.questions.Span;
import dev.freehold.analytics.questions.Window;
import dev.freehold.eventstore.Dialect;
import dev.freehold.eventstore.Query;
import dev.freehold.kernel.error.Invalid;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How many people went through some steps in order, and how long it took them.
 *
 * <p>Everybody who did the first step within the range is in the funnel. Each further step must
 * come later than the one before, by a microsecond at least, and within the window of the first:
 * also when that is after the range. An event of a step is tied to the last event of the step
 * before, and so to a first step; who has several ways through is counted once for each step.
 *
 * @param steps 2 to 10
 * @param range when the first step was done; the last 30 days by default
 * @param window how long after the first step the others count, P1D or PT30M, up to P365D; default
 *     P14D
 * @param breakdown a column or {@code properties.<key>} of the first step's event
 * @param strict whether no other event of the person may lie between two steps
 * @param cohort only its members
 * @param limit how many values of the breakdown are answered, by people who did the first step; 1
 *     to 100, default 10
 */
public record FunnelQuestion(
    List<EventMatch> steps,
    @Nullable Span range,
    @Nullable @Schema(type = "string", example = "P14D") String window,
    @Nullable @Schema(example = "country") String breakdown,
    @Nullable Boolean strict,
    @Nullable UUID cohort,
    @Nullable Integer limit) {

  static final int MAX_STEPS = 10;
  static final int MAX_KEYS = 100;
  static final int DEFAULT_KEYS = 10;
  static final Duration DEFAULT_WINDOW = Duration.ofDays(14);
  static final Duration MAX_WINDOW = Duration.ofDays(365);

  public FunnelQuestion {
    steps = steps == null ? List.of() : List.copyOf(steps);
    range = range == null ? Span.LAST_30_DAYS : range;
    strict = strict != null && strict;
    limit = limit == null ? DEFAULT_KEYS : limit;
  }

  /** Steps by the names of their events, over the last 30 days, within 14 days. */
  public static FunnelQuestion of(String... events) {
    return new FunnelQuestion(
        List.of(events).stream().map(EventMatch::named).toList(),
        null,
        null,
        null,
        null,
        null,
        null);
  }

  Span span() {
    return range == null ? Span.LAST_30_DAYS : range;
  }

  boolean isStrict() {
    return strict != null && strict;
  }

  int keys() {
    return limit == null ? DEFAULT_KEYS : limit;
  }

  Duration within() {
    if (window == null) {
      return DEFAULT_WINDOW;
    }
    return Lengths.of("window", window, MAX_WINDOW);
  }

  /** Refuses what cannot be asked, naming the field. */
  public void check(Instant now) {
    if (steps.size() < 2 || steps.size() > MAX_STEPS) {
      throw Invalid.field("steps", "must have from 2 to " + MAX_STEPS + " entries");
    }
    for (int i = 0; i < steps.size(); i++) {
      steps.get(i).check("steps." + i);
    }
    if (breakdown != null) {
      Property.of("breakdown", breakdown);
    }
    if (keys() < 1 || keys() > MAX_KEYS) {
      throw Invalid.field("limit", "must be from 1 to " + MAX_KEYS);
    }
    span().at("range.", now);
    within();
  }

  /** {@code key, step, people, micros}, the last being the median since the step before. */
  public Query toSql(
      Dialect dialect, Window over, @Nullable CohortDefinition members, Instant now) {
    return new FunnelStatement(this, dialect, over, members, now).query();
  }
}
