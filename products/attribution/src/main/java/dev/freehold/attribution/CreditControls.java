package dev.freehold.attribution;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the credit report's controls are set to; every page under the report keeps them in its
 * address, so that an address always shows the same thing.
 *
 * @param channel only touches of this channel; empty for all
 * @param campaign only touches of this campaign; empty for all
 */
public record CreditControls(
    String app,
    LocalDate from,
    LocalDate to,
    String model,
    int lookbackDays,
    String groupBy,
    String measure,
    String channel,
    String campaign) {

  public static final Map<String, String> MODELS =
      names(
          "first_touch", "First touch",
          "last_touch", "Last touch",
          "linear", "Linear",
          "time_decay", "Time decay",
          "position_based", "Position-based");

  public static final Map<String, String> GROUPS =
      names(
          "campaign", "Campaign",
          "channel", "Channel",
          "ad_group", "Ad group",
          "creative", "Creative");

  public static final Map<String, String> LOOKBACKS =
      names(
          "1", "1 day", "7", "7 days", "14", "14 days", "30", "30 days", "60", "60 days", "90",
          "90 days");

  public static final Map<Integer, String> PRESETS = presets();

  public String modelName() {
    return MODELS.getOrDefault(model, model);
  }

  public String groupName() {
    return GROUPS.getOrDefault(groupBy, groupBy);
  }

  public boolean isRevenue() {
    return measure.equals("revenue");
  }

  /** Whether the range is the last so many days. */
  public boolean isLast(int days, LocalDate today) {
    return to.equals(today) && from.equals(today.minusDays(days - 1L));
  }

  public CreditControls last(int days, LocalDate today) {
    return new CreditControls(
        app,
        today.minusDays(days - 1L),
        today,
        model,
        lookbackDays,
        groupBy,
        measure,
        channel,
        campaign);
  }

  public CreditControls measuring(String other) {
    return new CreditControls(
        app, from, to, model, lookbackDays, groupBy, other, channel, campaign);
  }

  public CreditControls allCampaigns() {
    return new CreditControls(app, from, to, model, lookbackDays, groupBy, measure, channel, "");
  }

  /** The address of a page with these controls. */
  public String at(String path) {
    return path + "?" + query();
  }

  /** The same with one more parameter. */
  public String at(String path, String name, String value) {
    return at(path) + "&" + name + "=" + encode(value);
  }

  private String query() {
    var parameters = new LinkedHashMap<String, String>();
    parameters.put("app", app);
    parameters.put("from", from.toString());
    parameters.put("to", to.toString());
    parameters.put("model", model);
    parameters.put("lookback", Integer.toString(lookbackDays));
    parameters.put("group_by", groupBy);
    parameters.put("measure", measure);
    parameters.put("channel", channel);
    parameters.put("campaign", campaign);
    var query = new StringBuilder();
    parameters.forEach(
        (name, value) -> {
          if (!value.isEmpty()) {
            query.append(query.isEmpty() ? "" : "&").append(name).append('=').append(encode(value));
          }
        });
    return query.toString();
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private static Map<String, String> names(String... pairs) {
    var names = new LinkedHashMap<String, String>();
    for (int i = 0; i < pairs.length; i += 2) {
      names.put(pairs[i], pairs[i + 1]);
    }
    return names;
  }

  private static Map<Integer, String> presets() {
    var presets = new LinkedHashMap<Integer, String>();
    presets.put(7, "7 days");
    presets.put(30, "30 days");
    presets.put(90, "90 days");
    presets.put(365, "1 year");
    return presets;
  }
}
