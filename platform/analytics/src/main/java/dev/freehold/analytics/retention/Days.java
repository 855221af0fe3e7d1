package dev.freehold.analytics.retention;

import dev.freehold.eventstore.Level;
import dev.freehold.eventstore.Tiers;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Period;
import org.jspecify.annotations.Nullable;

/**
 * For how many days something is kept, counted from the time of the event, 1 to 36,500.
 *
 * @param rows the events themselves
 * @param minute the sums of each minute
 * @param hour the sums of each hour
 * @param day the sums of each day
 * @param month the sums of each month
 */
public record Days(
    @Min(1) @Max(MOST) @Schema(example = "30") @Nullable Integer rows,
    @Min(1) @Max(MOST) @Schema(example = "7") @Nullable Integer minute,
    @Min(1) @Max(MOST) @Schema(example = "90") @Nullable Integer hour,
    @Min(1) @Max(MOST) @Nullable Integer day,
    @Min(1) @Max(MOST) @Nullable Integer month) {

  static final int MOST = 36_500;

  static final Days NONE = new Days(null, null, null, null, null);

  static Days of(Tiers tiers) {
    return new Days(
        days(tiers.raw()),
        days(tiers.of(Level.MINUTE)),
        days(tiers.of(Level.HOUR)),
        days(tiers.of(Level.DAY)),
        days(tiers.of(Level.MONTH)));
  }

  /** What holds where these are shorter than what is declared; what is not said stays. */
  Tiers within(Tiers declared) {
    return new Tiers(
        shorter(rows, declared.raw()),
        shorter(minute, declared.minute()),
        shorter(hour, declared.hour()),
        shorter(day, declared.day()),
        shorter(month, declared.month()));
  }

  private static @Nullable Period shorter(@Nullable Integer days, @Nullable Period declared) {
    if (days == null) {
      return declared;
    }
    var most = days(declared);
    return most != null && most <= days ? declared : Period.ofDays(days);
  }

  /** Streams declare whole days, so nothing is lost. */
  private static @Nullable Integer days(@Nullable Period period) {
    return period == null ? null : Math.toIntExact(period.toTotalMonths() * 30 + period.getDays());
  }
}
