package dev.freehold.attribution;

import dev.freehold.attribution.credit.CreditModel;
import dev.freehold.attribution.credit.CreditQuery;
import dev.freehold.attribution.credit.Explanation;
import dev.freehold.attribution.credit.GroupBy;
import dev.freehold.attribution.credit.JourneyEvent;
import dev.freehold.attribution.credit.Revenue;
import dev.freehold.kernel.console.Address;
import dev.freehold.kernel.error.Invalid;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the credit report's controls are set to; every page under the report keeps them in its
 * address, so that an address always shows the same thing.
 *
 * @param to the last day, included
 * @param today in the app's time zone
 * @param lookbackDays how long clicks and impressions count; 0 for as long as the app says
 * @param channel only touches of this channel; empty for all
 * @param campaign only touches of this campaign; empty for all
 */
public record CreditControls(
    App app,
    LocalDate from,
    LocalDate to,
    LocalDate today,
    CreditModel model,
    int lookbackDays,
    GroupBy groupBy,
    boolean revenue,
    String channel,
    String campaign) {

  public static final List<Integer> LOOKBACKS = List.of(0, 1, 7, 14, 30, 60, 90);
  public static final List<Integer> RANGES = List.of(7, 30, 90, 365);
  public static final List<GroupBy> GROUPS =
      List.of(GroupBy.CAMPAIGN, GroupBy.CHANNEL, GroupBy.AD_GROUP, GroupBy.CREATIVE);

  private static final int DEFAULT_RANGE_DAYS = 30;
  private static final int MAX_FILTER = 255;

  /** Reads the parameters of a page; what is missing takes its default. */
  static CreditControls of(App app, Map<String, String> parameters, Clock clock) {
    var today = LocalDate.now(clock.withZone(app.timeZone()));
    var to = date(parameters, "to", today);
    var from = date(parameters, "from", to.minusDays(DEFAULT_RANGE_DAYS - 1L));
    if (from.isAfter(to)) {
      throw Invalid.parameter("from", "must not lie after the last day");
    }
    return new CreditControls(
        app,
        from,
        to,
        today,
        model(parameters.getOrDefault("model", CreditModel.LINEAR.wireName())),
        lookback(parameters.getOrDefault("lookback", "0")),
        groupBy(parameters.getOrDefault("group_by", GroupBy.CAMPAIGN.wireName())),
        !parameters.getOrDefault("measure", "revenue").equals("conversions"),
        filter(parameters, "channel"),
        filter(parameters, "campaign"));
  }

  /** The report under all five models, in one statement. */
  CreditRequest request(int limit) {
    return new CreditRequest(
        app.id(),
        EnumSet.allOf(CreditModel.class),
        from.toString(),
        to.plusDays(1).toString(),
        lookbackDays == 0 ? null : Duration.ofDays(lookbackDays),
        CreditQuery.DEFAULT_HALF_LIFE,
        List.of(groupBy),
        where(),
        limit,
        0);
  }

  Instant begin() {
    return from.atStartOfDay(app.timeZone()).toInstant();
  }

  /** The first instant after the range. */
  Instant end() {
    return to.plusDays(1).atStartOfDay(app.timeZone()).toInstant();
  }

  /** What a touch of a row must carry: the row's key and the filters. */
  Map<GroupBy, String> keys(String key) {
    var keys = where();
    keys.put(groupBy, key);
    return keys;
  }

  boolean keeps(JourneyEvent touch, String key) {
    return keys(key).entrySet().stream()
        .allMatch(wanted -> wanted.getValue().equals(value(touch, wanted.getKey())));
  }

  private static String value(JourneyEvent touch, GroupBy group) {
    var value =
        switch (group) {
          case CAMPAIGN -> touch.campaign();
          case CHANNEL -> touch.channel();
          case AD_GROUP -> touch.adGroup();
          case CREATIVE -> touch.creative();
          case DAY, EVENT_TYPE -> null;
        };
    return value == null ? GroupBy.NONE : value;
  }

  /** Units of revenue as an amount in the app's currency. */
  public BigDecimal amount(long units) {
    return BigDecimal.valueOf(units, Revenue.decimals(app.currency()));
  }

  public Explanation.Rules rules() {
    var chosen = Duration.ofDays(lookbackDays);
    return new Explanation.Rules(
        lookbackDays == 0 ? app.clickWindow() : chosen,
        lookbackDays == 0 ? app.impressionWindow() : chosen,
        CreditQuery.DEFAULT_HALF_LIFE);
  }

  private Map<GroupBy, String> where() {
    var where = new EnumMap<GroupBy, String>(GroupBy.class);
    if (!channel.isEmpty()) {
      where.put(GroupBy.CHANNEL, channel);
    }
    if (!campaign.isEmpty()) {
      where.put(GroupBy.CAMPAIGN, campaign);
    }
    return where;
  }

  public boolean isFiltered() {
    return !where().isEmpty();
  }

  public String currency() {
    return app.currency().getCurrencyCode();
  }

  /** Whether the range is the last so many days. */
  public boolean isLast(int days) {
    return to.equals(today) && from.equals(today.minusDays(days - 1L));
  }

  public CreditControls last(int days) {
    return new CreditControls(
        app,
        today.minusDays(days - 1L),
        today,
        today,
        model,
        lookbackDays,
        groupBy,
        revenue,
        channel,
        campaign);
  }

  public CreditControls measuring(boolean revenueInstead) {
    return new CreditControls(
        app, from, to, today, model, lookbackDays, groupBy, revenueInstead, channel, campaign);
  }

  public CreditControls unfiltered() {
    return new CreditControls(app, from, to, today, model, lookbackDays, groupBy, revenue, "", "");
  }

  /** The address of a page with these controls and more parameters, as name, value, name, value. */
  public String at(String path, String... more) {
    var address =
        Address.of(
            path,
            "app",
            app.id().toString(),
            "from",
            from.toString(),
            "to",
            to.toString(),
            "model",
            model.wireName(),
            "lookback",
            Integer.toString(lookbackDays),
            "group_by",
            groupBy.wireName(),
            "measure",
            revenue ? "revenue" : "conversions",
            "channel",
            channel,
            "campaign",
            campaign);
    return Address.of(address, more);
  }

  /** How a model is called on pages. */
  public static String name(CreditModel model) {
    return switch (model) {
      case FIRST_TOUCH -> "First touch";
      case LAST_TOUCH -> "Last touch";
      case LINEAR -> "Linear";
      case TIME_DECAY -> "Time decay";
      case POSITION_BASED -> "Position-based";
    };
  }

  /** How a grouping is called on pages. */
  public static String name(GroupBy groupBy) {
    return switch (groupBy) {
      case CAMPAIGN -> "Campaign";
      case CHANNEL -> "Channel";
      case AD_GROUP -> "Ad group";
      case CREATIVE -> "Creative";
      case DAY -> "Day";
      case EVENT_TYPE -> "Conversion";
    };
  }

  public static String lookbackName(int days) {
    return days == 0 ? "As the app says" : days + (days == 1 ? " day" : " days");
  }

  public static Map<CreditModel, String> models() {
    var names = new LinkedHashMap<CreditModel, String>();
    for (var model : CreditModel.values()) {
      names.put(model, name(model));
    }
    return names;
  }

  private static LocalDate date(Map<String, String> parameters, String name, LocalDate otherwise) {
    var text = parameters.getOrDefault(name, "");
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw Invalid.parameter(name, "must be a day such as 2026-03-29");
    }
  }

  private static CreditModel model(String name) {
    try {
      return CreditModel.of(name);
    } catch (IllegalArgumentException e) {
      throw Invalid.parameter("model", "must be one of the list");
    }
  }

  private static GroupBy groupBy(String name) {
    return GROUPS.stream()
        .filter(group -> group.wireName().equals(name))
        .findFirst()
        .orElseThrow(() -> Invalid.parameter("group_by", "must be one of the list"));
  }

  private static int lookback(String days) {
    return LOOKBACKS.stream()
        .filter(known -> known.toString().equals(days))
        .findFirst()
        .orElseThrow(() -> Invalid.parameter("lookback", "must be one of the list"));
  }

  private static String filter(Map<String, String> parameters, String name) {
    var text = parameters.getOrDefault(name, "").strip();
    if (text.length() > MAX_FILTER) {
      throw Invalid.parameter(name, "must have at most " + MAX_FILTER + " characters");
    }
    return text;
  }
}
