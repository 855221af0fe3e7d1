package dev.freehold.analytics.questions;

import dev.freehold.eventstore.Interval;
import dev.freehold.kernel.error.Invalid;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reading of the widths of steps. */
public final class Intervals {

  private Intervals() {}

  /** The interval with a name on the wire; null for none. */
  public static @Nullable Interval of(@Nullable String name) {
    if (name == null) {
      return null;
    }
    return Arrays.stream(Interval.values())
        .filter(interval -> interval.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .orElseThrow(
            () -> Invalid.parameter("interval", "must be minute, hour, day, week or month"));
  }
}
