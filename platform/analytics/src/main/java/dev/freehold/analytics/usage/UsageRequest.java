package dev.freehold.analytics.usage;

import dev.freehold.analytics.AnalyticsError;
import dev.freehold.eventstore.Filter;
import dev.freehold.eventstore.Interval;
import dev.freehold.eventstore.Measure;
import dev.freehold.eventstore.Question;
import dev.freehold.eventstore.Stream;
import dev.freehold.kernel.error.Invalid;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What somebody wants to know of a stream of usage, as they say it, made into a question. */
record UsageRequest(
    @Nullable String from,
    @Nullable String to,
    @Nullable String groupBy,
    @Nullable String interval,
    @Nullable String timeZone,
    Map<String, @Nullable Object> filters) {

  static final int MAX_ROWS = 10_000;

  private static final int USUAL_DAYS = 30;
  private static final Duration MOST = Duration.ofDays(3_660);

  /**
   * The question of a stream.
   *
   * @param dimensions what may be grouped by and filtered
   */
  Question question(Stream stream, List<String> dimensions, List<Measure> measures, Instant now) {
    var zone = zone();
    var end = instant("to", to, zone, now);
    var begin = instant("from", from, zone, end.atZone(zone).minusDays(USUAL_DAYS).toInstant());
    if (!begin.isBefore(end)) {
      throw Invalid.parameter("from", "must lie before to");
    }
    if (Duration.between(begin, end).compareTo(MOST) > 0) {
      throw Invalid.parameter("from", "must lie at most " + MOST.toDays() + " days before to");
    }
    return new Question(
        stream,
        measures,
        groups(dimensions),
        tests(),
        begin,
        end,
        step(),
        zone,
        List.of(),
        MAX_ROWS + 1);
  }

  List<String> groups(List<String> dimensions) {
    if (groupBy == null || groupBy.isBlank()) {
      return List.of();
    }
    var groups = Arrays.stream(groupBy.split(",", -1)).map(String::strip).distinct().toList();
    for (var group : groups) {
      if (!dimensions.contains(group)) {
        throw Invalid.parameter("group_by", "must be some of " + String.join(", ", dimensions));
      }
    }
    return groups;
  }

  /** The columns that a filter holds to one value. */
  Set<String> filtered() {
    return filters.entrySet().stream()
        .filter(filter -> filter.getValue() != null)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private List<Filter> tests() {
    return filtered().stream()
        .sorted()
        .map(column -> Filter.is(column, Objects.requireNonNull(filters.get(column))))
        .toList();
  }

  private @Nullable Interval step() {
    if (interval == null) {
      return null;
    }
    for (var known : Interval.values()) {
      if (known.name().toLowerCase(Locale.ROOT).equals(interval)) {
        return known;
      }
    }
    throw Invalid.parameter(
        "interval",
        "must be "
            + Arrays.stream(Interval.values())
                .map(known -> known.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", ")));
  }

  private ZoneId zone() {
    if (timeZone == null) {
      return ZoneId.of("UTC");
    }
    if (!ZoneId.getAvailableZoneIds().contains(timeZone)) {
      throw Invalid.parameter("time_zone", "must be a name such as Europe/Berlin");
    }
    return ZoneId.of(timeZone);
  }

  /** A time, or a date, which is its beginning in the zone. */
  private static Instant instant(
      String name, @Nullable String text, ZoneId zone, Instant otherwise) {
    if (text == null) {
      return otherwise;
    }
    try {
      return text.contains("T")
          ? OffsetDateTime.parse(text).toInstant()
          : LocalDate.parse(text).atStartOfDay(zone).toInstant();
    } catch (DateTimeException e) {
      throw Invalid.parameter(name, "must be a date or a time, such as 2026-01-31T12:00:00Z");
    }
  }

  /** Refuses an answer that would be cut. */
  static void checkSize(int rows) {
    if (rows > MAX_ROWS) {
      throw new Invalid(
          AnalyticsError.INVALID_QUESTION,
          "The answer has more than "
              + MAX_ROWS
              + " rows. Ask for a shorter range or fewer groups.",
          List.of());
    }
  }
}
