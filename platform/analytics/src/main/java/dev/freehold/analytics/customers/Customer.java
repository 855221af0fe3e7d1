package dev.freehold.analytics.customers;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A tenant in the operator's ranking.
 *
 * @param peopleBefore in the week before
 * @param activeWeeks in how many of the last four weeks it sent events
 * @param score 0 to 100, see {@link #reckon}
 */
public record Customer(
    UUID tenantId,
    String name,
    Instant since,
    long events,
    long eventsBefore,
    long people,
    long peopleBefore,
    long requests,
    long tokens,
    BigDecimal dollars,
    @Nullable Instant lastEventAt,
    int activeWeeks,
    int score) {

  static final int WEEKS = 4;
  private static final int RECENT = 40;
  private static final int STEADY = 30;
  private static final int GROWING = 30;
  private static final Duration DAY = Duration.ofDays(1);

  /** How well it does, in a word. */
  public String health() {
    return score >= 70 ? "good" : score >= 40 ? "fair" : "at risk";
  }

  /** The class of its tag. */
  public String tag() {
    return score >= 70 ? "good" : score >= 40 ? "warn" : "bad";
  }

  /**
   * Up to 40 points for the last event (40 within a day, 20 within a week), up to 30 for the weeks
   * out of the last four that had events, up to 30 for people against the week before: 15 for as
   * many, 30 for half as many again or more, 0 for half or less.
   */
  static int reckon(
      @Nullable Instant lastEventAt, int activeWeeks, long people, long before, Instant now) {
    int recent = 0;
    if (lastEventAt != null) {
      var age = Duration.between(lastEventAt, now);
      recent = age.compareTo(DAY) <= 0 ? RECENT : age.compareTo(DAY.multipliedBy(7)) <= 0 ? 20 : 0;
    }
    double growth = before == 0 ? (people > 0 ? 0.5 : -0.5) : (double) (people - before) / before;
    double clamped = Math.max(-0.5, Math.min(0.5, growth));
    return recent + STEADY * activeWeeks / WEEKS + (int) Math.round((clamped + 0.5) * GROWING);
  }
}
