package dev.freehold.attribution.credit;

import static java.util.stream.Collectors.joining;

import dev.freehold.eventstore.Query;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Writes a {@link CreditQuery} as SQL. Identifiers come from enums, all values are bound.
 *
 * <p>The shape is made for millions of touches: times are whole microseconds, the keys of touches
 * become numbers before touches meet conversions, and one sort serves all models.
 */
final class CreditStatement {

  /** What conversions differ in; those that are the same in all of it may change places. */
  private static final List<String> CONVERSION =
      List.of("event_id", "occurred_at", "user_id", "type", "revenue");

  private final CreditQuery query;
  private final Words words;
  private final CreditColumns columns;
  private final List<GroupBy> touchKeys;
  private final List<GroupBy> conversionKeys;

  CreditStatement(CreditQuery query, Words words) {
    this.query = query;
    this.words = words;
    columns = new CreditColumns(words);
    touchKeys = query.groupBy().stream().filter(GroupBy::isOfTouch).toList();
    conversionKeys = query.groupBy().stream().filter(key -> !key.isOfTouch()).toList();
  }

  Query query() {
    var sql =
        new NamedSql(identities() + conversions() + touches() + journeys() + totals() + rows())
            .bind("app", query.appId())
            .bind("from", query.from())
            .bind("touches_from", query.from().minus(query.longestWindow()))
            .bind("to", query.to())
            .bindAll("types", query.conversionTypes())
            .bind("click_window", CreditModel.micros(query.clickWindow()))
            .bind("impression_window", CreditModel.micros(query.impressionWindow()))
            .bind("half_life", CreditModel.micros(query.halfLife()))
            .bind("zone", query.zone().equals(ZoneOffset.UTC) ? "UTC" : query.zone().getId())
            .bind("limit", query.limit())
            .bind("offset", query.offset());
    query.where().forEach((key, value) -> sql.bind("where_" + key.wireName(), value));
    return sql.toQuery();
  }

  private String identities() {
    return """
        with identity %s (
          select click_id, %s as user_id
          from {attribution_identities}
          where app_id = :app
          group by click_id
        )\
        """
        .formatted(words.materialized(), words.first("user_id", "(occurred_at, user_id)"));
  }

  /** Conversions, each under every user id that touches of its person may carry. */
  private String conversions() {
    return """
        , conversion %s (
          select *, min(conversion) over (partition by user_id) as person
          from (
            select %s as conversion, %suser_id, %s as converted_at,
              coalesce(revenue, 0) as revenue%s
            from {attribution_events}
            where app_id = :app and occurred_at >= :from and occurred_at < :to
              and type in (:types)
          )
        ), visitor as (
          select c.*, case when i.click_id is null then c.user_id end as visitor_id
          from conversion c left join identity i on i.click_id = c.user_id and i.user_id <> c.user_id
          union all
          select c.*, i.click_id
          from conversion c join identity i on i.user_id = c.user_id and i.click_id <> c.user_id
        )\
        """
        .formatted(
            words.materialized(),
            words.small("(" + words.number(CONVERSION) + ")"),
            convertsByTouch() ? "event_id, " : "",
            words.micros("occurred_at"),
            each(
                conversionKeys,
                key ->
                    key == GroupBy.DAY
                        ? ",\n      " + words.day("occurred_at") + " as day"
                        : ",\n      type as event_type"));
  }

  /** Touches; the combinations of their keys are numbered, so that no text is sorted or grouped. */
  private String touches() {
    var source =
        """
        from {attribution_events} e%s
        where app_id = :app and occurred_at >= :touches_from and occurred_at < :to
          and type in ('impression', 'click')\
        """;
    var keys =
        """
        , key %s (
          select %s as key, *
          from (
            select distinct %s
        %s
          )
        )\
        """
            .formatted(
                words.materialized(),
                words.number(touchKeys.stream().map(GroupBy::wireName).toList()),
                touchKeys.stream()
                    .map(key -> value(key) + " as " + key.wireName())
                    .collect(joining(", ")),
                source.formatted("").indent(4).stripTrailing());
    var join =
        "\njoin key on "
            + touchKeys.stream()
                .map(key -> "key.%s = %s".formatted(key.wireName(), value(key)))
                .collect(joining(" and "));
    return (touchKeys.isEmpty() ? "" : keys)
        + """
        , touch as (
          select user_id, event_id, %3$s as touched_at,
            %3$s + case type when 'click' then :click_window else :impression_window end as counts_until%1$s%2$s
        %4$s
        )\
        """
            .formatted(
                touchKeys.isEmpty() ? "" : ",\n    key.key",
                query.where().isEmpty() ? "" : ",\n    " + where() + " as kept",
                words.micros("occurred_at"),
                source.formatted(touchKeys.isEmpty() ? "" : join).indent(2).stripTrailing());
  }

  /** Each touch beside each conversion it counts for; a conversion without touches stands alone. */
  private String journeys() {
    var decay = query.models().contains(CreditModel.TIME_DECAY);
    return """
        , pair as (
          select v.conversion, v.person, v.revenue%s, t.touched_at, %s%s
          from visitor v left join touch t on t.user_id = v.visitor_id
            and t.touched_at <= v.converted_at and v.converted_at <= t.counts_until%s
        ), journey as (
          select *, %s as place, %s as places%s
          from pair
          window whole as (partition by conversion),
            touches as (partition by conversion order by touched_at nulls last, event_id)
          qualify %s
        )\
        """
        .formatted(
            each(conversionKeys, key -> ", v." + key.wireName()),
            words.column("t", "event_id"),
            (touchKeys.isEmpty() ? "" : ", " + words.small("coalesce(t.key, 0)") + " as key")
                + (query.where().isEmpty() ? "" : ", t.kept")
                + (decay ? columns.weight(query) : ""),
            convertsByTouch() ? " and t.event_id <> v.event_id" : "",
            words.place("row_number() over touches"),
            words.place("greatest(count(touched_at) over whole, 1)"),
            decay ? columns.reached() : "",
            kept());
  }

  /** Credit by key; users apart, because one row for each key and person is enough for them. */
  private String totals() {
    var keys = String.join(", ", keyColumns());
    return """
        , total as (
          select %1$s, count(touched_at) as touches%2$s
          from %3$s
          group by all
        ), audience as (
          select %1$s, %4$s
          from (
            select %1$s, person, %5$s as is_first, %6$s as is_last
            from journey
            group by all
          )
          group by all
        )
        """
        .formatted(
            keys,
            query.models().stream().map(columns::of).collect(joining()),
            columns.source(query.models()),
            query.models().stream().map(columns::usersOf).collect(joining(", ")),
            words.any("place = 1"),
            words.any("place = places"));
  }

  private String rows() {
    var first = query.models().iterator().next().wireName();
    return """
        select %1$s, total.* %6$s, audience.* %6$s
        from total join audience using (%2$s)%3$s
        order by %4$s_credit desc, %4$s_revenue desc, %5$s
        limit :limit offset :offset
        """
        .formatted(
            query.groupBy().stream().map(this::label).collect(joining(", ")),
            String.join(", ", keyColumns()),
            touchKeys.isEmpty() ? "" : " left join key using (key)",
            first,
            query.groupBy().stream().map(GroupBy::wireName).collect(joining(", ")),
            words.without(String.join(", ", keyColumns())));
  }

  /** What is grouped by: the number of the touch's keys, zero for organic, and the conversion's. */
  private List<String> keyColumns() {
    var columns = new ArrayList<String>();
    if (!touchKeys.isEmpty()) {
      columns.add("key");
    }
    conversionKeys.forEach(key -> columns.add(key.wireName()));
    return columns;
  }

  /** An app may count a click as a conversion; it is no touch of itself. */
  private boolean convertsByTouch() {
    return query.conversionTypes().stream().anyMatch(JourneyEvent.TOUCH_TYPES::contains);
  }

  /** Touches; and of a conversion without any, the one row that stands for it. */
  private String kept() {
    // Rows without touch come last, so one that comes first is alone.
    if (query.where().isEmpty()) {
      return "touched_at is not null or place = 1";
    }
    boolean organic = query.where().values().stream().allMatch(GroupBy.ORGANIC::equals);
    return organic ? "kept or (touched_at is null and place = 1)" : "kept";
  }

  private String where() {
    return query.where().keySet().stream()
        .map(key -> "%s = :where_%s".formatted(value(key), key.wireName()))
        .collect(joining(" and "));
  }

  private String label(GroupBy key) {
    return switch (key) {
      case DAY -> words.text("total.day") + " as day";
      case EVENT_TYPE -> "total.event_type as event_type";
      case CAMPAIGN, CHANNEL, AD_GROUP, CREATIVE ->
          "coalesce(key.%1$s, '%2$s') as %1$s".formatted(key.wireName(), GroupBy.ORGANIC);
    };
  }

  private static String value(GroupBy key) {
    return "coalesce(e.%s, '%s')".formatted(key.wireName(), GroupBy.NONE);
  }

  private static String each(List<GroupBy> keys, Function<GroupBy, String> text) {
    return keys.stream().map(text).collect(joining());
  }
}
