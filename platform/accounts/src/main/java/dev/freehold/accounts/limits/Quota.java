package dev.freehold.accounts.limits;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The most requests in each window, counted in all windows at once.
 *
 * @param perSecond from 1 to 1,000,000,000; null for no limit, as in the others
 * @param perMinute of a whole minute of UTC
 * @param perHour of a whole hour of UTC
 * @param perDay of a day of UTC
 */
public record Quota(
    @Nullable @Min(1) @Max(Quota.MOST) @Schema(example = "20") Long perSecond,
    @Nullable @Min(1) @Max(Quota.MOST) @Schema(example = "600") Long perMinute,
    @Nullable @Min(1) @Max(Quota.MOST) @Schema(example = "10000") Long perHour,
    @Nullable @Min(1) @Max(Quota.MOST) @Schema(example = "100000") Long perDay) {

  static final long MOST = 1_000_000_000;

  public static final Quota NONE = new Quota(null, null, null, null);

  @Nullable Long of(Window window) {
    return switch (window) {
      case SECOND -> perSecond;
      case MINUTE -> perMinute;
      case HOUR -> perHour;
      case DAY -> perDay;
    };
  }

  boolean isEmpty() {
    return equals(NONE);
  }

  /** For pages: each limit in words. */
  public List<String> parts() {
    return Arrays.stream(Window.values())
        .filter(window -> of(window) != null)
        .map(window -> String.format(Locale.ROOT, "%,d per %s", of(window), window.wireName()))
        .toList();
  }
}
