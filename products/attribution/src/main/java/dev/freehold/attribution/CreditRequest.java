package dev.freehold.attribution;

import dev.freehold.attribution.credit.CreditModel;
import dev.freehold.attribution.credit.CreditQuery;
import dev.freehold.attribution.credit.Explanation;
import dev.freehold.attribution.credit.GroupBy;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.error.KernelError;
import dev.freehold.kernel.http.Limits;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks of a credit report, checked; the app fills in what is left out.
 *
 * @param from the first moment whose conversions count, or a date in the app's time zone
 * @param to the first moment that counts no more
 * @param lookback replaces both of the app's windows
 * @param where only touches with these values
 */
public record CreditRequest(
    UUID appId,
    Set<CreditModel> models,
    @Nullable String from,
    @Nullable String to,
    @Nullable Duration lookback,
    Duration halfLife,
    List<GroupBy> groupBy,
    Map<GroupBy, String> where,
    int limit,
    int offset) {

  static final Duration DEFAULT_RANGE = Duration.ofDays(30);
  static final Duration MAX_RANGE = Duration.ofDays(400);
  static final int DEFAULT_LIMIT = 1_000;

  private static final Set<CreditModel> ALL_MODELS = Set.copyOf(EnumSet.allOf(CreditModel.class));

  /** A request for one model, as the API takes it. */
  static CreditRequest of(
      UUID appId,
      String model,
      @Nullable String from,
      @Nullable String to,
      @Nullable String lookback,
      @Nullable String halfLife,
      String groupBy,
      Map<GroupBy, String> where,
      @Nullable String limit,
      @Nullable String cursor) {
    return new CreditRequest(
        appId,
        Set.of(parse("model", model, CreditModel::of)),
        from,
        to,
        lookback == null ? null : duration("lookback", lookback),
        halfLife == null ? CreditQuery.DEFAULT_HALF_LIFE : duration("half_life", halfLife),
        groups(groupBy),
        where,
        limit == null ? DEFAULT_LIMIT : Limits.limit(limit, CreditQuery.MOST_ROWS),
        cursor == null ? 0 : offset(cursor));
  }

  /** The same report under all five models. */
  CreditRequest underAllModels() {
    return new CreditRequest(
        appId, ALL_MODELS, from, to, lookback, halfLife, groupBy, where, limit, offset);
  }

  /** The statement for an app, one row longer than asked, to see whether there is a next page. */
  CreditQuery query(App app, Instant now) {
    var end = to == null ? now : moment("to", to, app.timeZone());
    var begin = from == null ? end.minus(DEFAULT_RANGE) : moment("from", from, app.timeZone());
    if (!begin.isBefore(end)) {
      throw Invalid.parameter("from", "must lie before to");
    }
    if (Duration.between(begin, end).compareTo(MAX_RANGE) > 0) {
      throw Invalid.parameter("from", "must lie at most 400 days before to");
    }
    return new CreditQuery(
        app.id(),
        models,
        begin,
        end,
        lookback == null ? app.clickWindow() : lookback,
        lookback == null ? app.impressionWindow() : lookback,
        halfLife,
        app.timeZone(),
        groupBy,
        app.conversionTypes(),
        where,
        Math.min(limit + 1, CreditQuery.MOST_ROWS),
        offset);
  }

  /** The cursor for the rows behind this page. */
  String nextCursor() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(("row " + (offset + limit)).getBytes(StandardCharsets.US_ASCII));
  }

  /** The explanation's rules for an app. */
  static Explanation.Rules rules(App app, @Nullable String lookback, @Nullable String halfLife) {
    var window = lookback == null ? null : duration("lookback", lookback);
    return new Explanation.Rules(
        window == null ? app.clickWindow() : window,
        window == null ? app.impressionWindow() : window,
        halfLife == null ? CreditQuery.DEFAULT_HALF_LIFE : duration("half_life", halfLife));
  }

  private static Duration duration(String name, String text) {
    var message = "must be an ISO 8601 duration from PT1S to P365D, such as P7D or PT12H";
    try {
      var duration = Duration.parse(text);
      if (duration.compareTo(Duration.ofSeconds(1)) >= 0
          && duration.compareTo(Apps.MAX_WINDOW) <= 0) {
        return duration;
      }
    } catch (DateTimeException | ArithmeticException e) {
      // Falls through: one message for all wrong durations.
    }
    throw Invalid.parameter(name, message);
  }

  private static Instant moment(String name, String text, ZoneId zone) {
    try {
      var moment =
          text.length() == 10
              ? LocalDate.parse(text).atStartOfDay(zone).toInstant()
              : OffsetDateTime.parse(text).toInstant();
      if (!moment.isBefore(Journeys.BEGINNING) && !moment.isAfter(Journeys.END)) {
        return moment;
      }
    } catch (DateTimeException e) {
      // Falls through: one message for all wrong times.
    }
    throw Invalid.parameter(
        name,
        "must be a time such as 2026-01-31T12:00:00Z or a date such as 2026-01-31, from 1970 to"
            + " 9998");
  }

  private static List<GroupBy> groups(String text) {
    var groups =
        Arrays.stream(text.split(",", -1))
            .map(name -> parse("group_by", name.strip(), GroupBy::of))
            .toList();
    if (Set.copyOf(groups).size() < groups.size()) {
      throw Invalid.parameter("group_by", "must name each key once");
    }
    return groups;
  }

  private static <T> T parse(String name, String text, Function<String, T> parser) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      throw Invalid.parameter(name, "is not known: " + e.getMessage());
    }
  }

  private static int offset(String cursor) {
    try {
      var text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
      int offset = text.startsWith("row ") ? Integer.parseInt(text.substring(4)) : -1;
      if (offset >= 0) {
        return offset;
      }
    } catch (IllegalArgumentException e) {
      // Falls through: not ours.
    }
    throw new Invalid(
        KernelError.INVALID_CURSOR,
        "cursor is not one that this list gave out; start again without it.",
        List.of(new Invalid.Field("cursor", "is not one that this list gave out")));
  }

  /** Filters by what touches carry, leaving out what was not given. */
  static Map<GroupBy, String> where(
      @Nullable String campaign,
      @Nullable String channel,
      @Nullable String adGroup,
      @Nullable String creative) {
    var where = new LinkedHashMap<GroupBy, String>();
    putIfGiven(where, GroupBy.CAMPAIGN, campaign);
    putIfGiven(where, GroupBy.CHANNEL, channel);
    putIfGiven(where, GroupBy.AD_GROUP, adGroup);
    putIfGiven(where, GroupBy.CREATIVE, creative);
    return where;
  }

  private static void putIfGiven(Map<GroupBy, String> where, GroupBy key, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      where.put(key, value);
    }
  }
}
