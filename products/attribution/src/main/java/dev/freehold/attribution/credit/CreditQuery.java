package dev.freehold.attribution.credit;

import dev.freehold.eventstore.Dialect;
import dev.freehold.eventstore.Query;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What a credit report asks.
 *
 * @param models one or more; rows are ordered by the first of them in the order of {@link
 *     CreditModel}
 * @param from the first instant whose conversions count
 * @param to the first instant whose conversions count no more
 * @param clickWindow how long a click counts, at most {@link #LONGEST}, to the microsecond
 * @param impressionWindow how long an impression counts, at most {@link #LONGEST}
 * @param halfLife after which a touch weighs half under time decay, from a second to {@link
 *     #LONGEST}
 * @param zone in which conversions are sorted into days: UTC or a name of the tz database
 * @param conversionTypes the types of event that count as conversions, 1 to {@link #MOST_TYPES}
 * @param where values of campaign, channel, ad group or creative that rows must have; a row still
 *     shows the credit that its touches earned beside all others
 * @param limit rows, 1 to {@link #MOST_ROWS}
 */
public record CreditQuery(
    UUID appId,
    Set<CreditModel> models,
    Instant from,
    Instant to,
    Duration clickWindow,
    Duration impressionWindow,
    Duration halfLife,
    ZoneId zone,
    List<GroupBy> groupBy,
    List<String> conversionTypes,
    Map<GroupBy, String> where,
    int limit,
    int offset) {

  public static final Duration DEFAULT_CLICK_WINDOW = Duration.ofDays(7);
  public static final Duration DEFAULT_IMPRESSION_WINDOW = Duration.ofHours(24);
  public static final Duration DEFAULT_HALF_LIFE = Duration.ofDays(7);
  public static final Duration LONGEST = Duration.ofDays(3_650);
  public static final int MOST_TYPES = 100;
  public static final int MOST_ROWS = 10_000;

  public CreditQuery {
    check(!models.isEmpty(), "name at least one credit model");
    check(from.isBefore(to), "'from' must be before 'to'");
    checkDuration(clickWindow, Duration.ZERO, "the click window must be from 0 to 3650 days");
    checkDuration(
        impressionWindow, Duration.ZERO, "the impression window must be from 0 to 3650 days");
    checkDuration(
        halfLife, Duration.ofSeconds(1), "the half-life must be from 1 second to 3650 days");
    check(
        zone.equals(ZoneOffset.UTC) || ZoneId.getAvailableZoneIds().contains(zone.getId()),
        "name a time zone of the tz database such as Europe/Berlin");
    check(!groupBy.isEmpty(), "name at least one key to group by");
    check(groupBy.size() == Set.copyOf(groupBy).size(), "name each key to group by once");
    check(
        !conversionTypes.isEmpty() && conversionTypes.size() <= MOST_TYPES,
        "name from 1 to 100 conversion types");
    check(
        where.keySet().stream().allMatch(GroupBy::isOfTouch),
        "filter by campaign, channel, ad_group or creative");
    check(limit >= 1 && limit <= MOST_ROWS, "the limit must be from 1 to 10000 rows");
    check(offset >= 0, "the offset must not be negative");
    models = Collections.unmodifiableSet(EnumSet.copyOf(models));
    groupBy = List.copyOf(groupBy);
    conversionTypes = List.copyOf(conversionTypes);
    where = where.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(where));
  }

  /** The report as one statement; {@link CreditRow#of} reads its rows. */
  public Query toSql(Dialect dialect) {
    return new CreditStatement(this, new Words(dialect)).query();
  }

  Duration longestWindow() {
    return clickWindow.compareTo(impressionWindow) > 0 ? clickWindow : impressionWindow;
  }

  private static void checkDuration(Duration duration, Duration least, String message) {
    check(duration.compareTo(least) >= 0 && duration.compareTo(LONGEST) <= 0, message);
  }

  private static void check(boolean right, String message) {
    if (!right) {
      throw new IllegalArgumentException(message);
    }
  }
}
