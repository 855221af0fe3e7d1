package dev.freehold.attribution.credit;

import java.util.Arrays;
import java.util.Locale;

/** What the rows of a credit report are grouped by. */
public enum GroupBy {
  CAMPAIGN,
  CHANNEL,
  AD_GROUP,
  CREATIVE,
  /** The day of the conversion in the report's time zone, {@code 2026-03-29}. */
  DAY,
  /** The type of the conversion. */
  EVENT_TYPE;

  /** The key of a conversion that no touch led to. */
  public static final String ORGANIC = "(organic)";

  /** The key of a touch that has no value. */
  public static final String NONE = "(none)";

  /** The name on the wire, also the name of the column: {@code ad_group}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether the touch has it; the others belong to the conversion. */
  boolean isOfTouch() {
    return switch (this) {
      case CAMPAIGN, CHANNEL, AD_GROUP, CREATIVE -> true;
      case DAY, EVENT_TYPE -> false;
    };
  }

  /**
   * The grouping with this name on the wire.
   *
   * @throws IllegalArgumentException naming the possible values
   */
  public static GroupBy of(String wireName) {
    return Arrays.stream(values())
        .filter(groupBy -> groupBy.wireName().equals(wireName))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "reports cannot be grouped by '%s': use one or more of %s"
                        .formatted(
                            wireName, Arrays.stream(values()).map(GroupBy::wireName).toList())));
  }
}
