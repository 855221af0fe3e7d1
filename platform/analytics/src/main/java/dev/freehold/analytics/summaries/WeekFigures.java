package dev.freehold.analytics.summaries;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happened in a week.
 *
 * @param people who did something; an estimate where it comes from a rollup
 * @param requests uses of models and features
 * @param tokens in and out, cached ones included
 * @param cost billionths of a US dollar
 * @param lastEventAt within the week; null without events
 * @param topEvents the most frequent, most first
 */
public record WeekFigures(
    long events,
    long people,
    long requests,
    long tokens,
    long cost,
    @Nullable Instant lastEventAt,
    List<Top> topEvents) {

  private static final int NANO_DIGITS = 9;

  /** An event's name and how often it happened. */
  public record Top(String name, long events) {}

  @JsonIgnore
  public BigDecimal dollars() {
    return BigDecimal.valueOf(cost, NANO_DIGITS);
  }

  @JsonIgnore
  public boolean isEmpty() {
    return events == 0 && requests == 0;
  }
}
