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

  private final CreditQuery query;
  private final List<GroupBy> touchKeys;
  private final List<GroupBy> conversionKeys;

  CreditStatement(CreditQuery query) {
    this.query = query;
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

  private static String identities() {
    return """
        with identity as materialized (
          select click_id, arg_min(user_id, (occurred_at, user_id)) as user_id
          from {attribution_identities}
          where app_id = :app
          group by click_id
        )\
        """;
  }

  /** Conversions, each under every user id that touches of its person may carry. */
  private String conversions() {
    return """
        , conversion as materialized (
          select *, min(conversion) over (partition by user_id) as person
          from (
            select (row_number() over ())::integer as conversion, %suser_id, epoch_us(occurred_at) as converted_at,
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
            convertsByTouch() ? "event_id, " : "",
            each(
                conversionKeys,
                key ->
                    key == GroupBy.DAY
                        ? ",\n      timezone(:zone, timezone('UTC', occurred_at))::date as day"
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
        , key as materialized (
          select row_number() over () as key, *
          from (
            select distinct %s
        %s
          )
        )\
        """
            .formatted(
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
          select user_id, event_id, epoch_us(occurred_at) as touched_at,
            epoch_us(occurred_at) + case type when 'click' then :click_window else :impression_window end as counts_until%s%s
        %s
        )\
        """
            .formatted(
                touchKeys.isEmpty() ? "" : ",\n    key.key",
                query.where().isEmpty() ? "" : ",\n    " + where() + " as kept",
                source.formatted(touchKeys.isEmpty() ? "" : join).indent(2).stripTrailing());
  }

  /** Each touch beside each conversion it counts for; a conversion without touches stands alone. */
  private String journeys() {
    var decay = query.models().contains(CreditModel.TIME_DECAY);
    return """
        , pair as (
          select v.conversion, v.person, v.revenue%s, t.touched_at, t.event_id%s
          from visitor v left join touch t on t.user_id = v.visitor_id
            and t.touched_at <= v.converted_at and v.converted_at <= t.counts_until%s
        ), journey as (
          select *, row_number() over touches as place, greatest(count(touched_at) over whole, 1) as places%s
          from pair
          window whole as (partition by conversion),
            touches as (partition by conversion order by touched_at nulls last, event_id)
          qualify %s
        )\
        """
        .formatted(
            each(conversionKeys, key -> ", v." + key.wireName()),
            (touchKeys.isEmpty() ? "" : ", coalesce(t.key, 0)::integer as key")
                + (query.where().isEmpty() ? "" : ", t.kept")
                + (decay ? CreditColumns.weight(query) : ""),
            convertsByTouch() ? " and t.event_id <> v.event_id" : "",
            decay ? CreditColumns.REACHED : "",
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
            select %1$s, person, bool_or(place = 1) as is_first, bool_or(place = places) as is_last
            from journey
            group by all
          )
          group by all
        )
        """
        .formatted(
            keys,
            query.models().stream().map(CreditColumns::of).collect(joining()),
            CreditColumns.source(query.models()),
            query.models().stream().map(CreditColumns::usersOf).collect(joining(", ")));
  }

  private String rows() {
    var first = query.models().iterator().next().wireName();
    return """
        select %1$s, total.* exclude (%2$s), audience.* exclude (%2$s)
        from total join audience using (%2$s)%3$s
        order by %4$s_credit desc, %4$s_revenue desc, %5$s
        limit :limit offset :offset
        """
        .formatted(
            query.groupBy().stream().map(CreditStatement::label).collect(joining(", ")),
            String.join(", ", keyColumns()),
            touchKeys.isEmpty() ? "" : " left join key using (key)",
            first,
            query.groupBy().stream().map(GroupBy::wireName).collect(joining(", ")));
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

  private static String label(GroupBy key) {
    return switch (key) {
      case DAY -> "total.day::varchar as day";
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
