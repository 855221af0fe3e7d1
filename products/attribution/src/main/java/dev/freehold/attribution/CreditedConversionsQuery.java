package dev.freehold.attribution;

import dev.freehold.attribution.credit.CreditModel;
import dev.freehold.attribution.credit.GroupBy;
import dev.freehold.attribution.credit.JourneyEvent;
import dev.freehold.attribution.credit.JourneyQuery;
import dev.freehold.attribution.credit.NamedSql;
import dev.freehold.attribution.credit.Words;
import dev.freehold.eventstore.Query;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.error.KernelError;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks for the conversions behind a row of the report, and for the touches of their people. */
record CreditedConversionsQuery(CreditControls controls, String key, Words words) {

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

  /** Newest first; {@link JourneyEvent#of} reads the rows. */
  Query conversions(int limit, @Nullable String cursor) {
    var rules = controls.rules();
    var sql =
        new NamedSql(identities() + conversionsText(cursor != null))
            .bind("app", controls.app().id())
            .bind("from", controls.begin())
            .bind("to", controls.end())
            .bind("touches_from", controls.begin().minus(rules.longestWindow()))
            .bindAll("types", controls.app().conversionTypes())
            .bind("click_window", CreditModel.micros(rules.clickWindow()))
            .bind("impression_window", CreditModel.micros(rules.impressionWindow()))
            .bind("limit", limit);
    controls.keys(key).forEach((group, value) -> sql.bind("key_" + group.wireName(), value));
    if (cursor != null) {
      var before = decode(cursor);
      sql.bind("before_time", before.occurredAt()).bind("before_event", before.eventId());
    }
    return sql.toQuery();
  }

  /** The touches of the conversions' people; {@code person} is the conversion's user id. */
  Query touches(List<JourneyEvent> conversions, int limit) {
    var people = conversions.stream().map(JourneyEvent::userId).distinct().toList();
    var times = conversions.stream().map(JourneyEvent::occurredAt).sorted().toList();
    var window = controls.rules().longestWindow();
    return new NamedSql(
            identities()
                + """
                , visitor as (
                  select user_id as person, click_id as visitor_id
                  from identity
                  where user_id in (:people) and click_id <> user_id
                  union all
                  select distinct e.user_id, e.user_id
                  from {attribution_events} e
                  where app_id = :app and e.user_id in (:people)
                    and occurred_at >= :from and occurred_at <= :to
                    and e.user_id not in (
                      select click_id from identity where click_id in (:people) and user_id <> click_id)
                )
                select v.person, %s
                from {attribution_events} e join visitor v on v.visitor_id = e.user_id
                where app_id = :app and occurred_at >= :from and occurred_at <= :to
                  and type in ('impression', 'click')
                limit :limit
                """
                    .formatted(JourneyEvent.COLUMNS))
        .bind("app", controls.app().id())
        .bindAll("people", people)
        .bind("from", times.getFirst().minus(window))
        .bind("to", times.getLast())
        .bind("limit", limit)
        .toQuery();
  }

  private String conversionsText(boolean paged) {
    return """
        , conversion %5$s (
          select %1$s
          from {attribution_events}
          where app_id = :app and occurred_at >= :from and occurred_at < :to
            and type in (:types)%2$s
        ), visitor as (
          select c.event_id, c.occurred_at, case when i.click_id is null then c.user_id end as visitor_id
          from conversion c left join identity i on i.click_id = c.user_id and i.user_id <> c.user_id
          union all
          select c.event_id, c.occurred_at, i.click_id
          from conversion c join identity i on i.user_id = c.user_id and i.click_id <> c.user_id
        ), touch as (
          select e.event_id, e.user_id, %6$s as touched_at,
            %6$s + case type when 'click' then :click_window else :impression_window end as counts_until,
            %3$s as kept
          from {attribution_events} e
          where app_id = :app and occurred_at >= :touches_from and occurred_at < :to
            and type in ('impression', 'click')
        ), counted as (
          select v.event_id, v.occurred_at, count(t.event_id) as touches,
            %7$s as kept
          from visitor v left join touch t on t.user_id = v.visitor_id
            and t.touched_at <= %8$s and %8$s <= t.counts_until
            and t.event_id <> v.event_id
          group by all
        )
        select c.*
        from conversion c join counted n on n.event_id = c.event_id and n.occurred_at = c.occurred_at
        where %4$s
        order by c.occurred_at desc, c.event_id desc
        limit :limit
        """
        .formatted(
            JourneyEvent.COLUMNS,
            paged
                ? "\n    and (occurred_at, event_id) < (%s, %s)"
                    .formatted(words.boundTime(":before_time"), words.boundText(":before_event"))
                : "",
            kept(),
            isOrganic() ? "n.touches = 0" : "n.kept > 0",
            words.materialized(),
            words.micros("occurred_at"),
            words.countIf("t.event_id", "t.kept"),
            words.micros("v.occurred_at"));
  }

  private boolean isOrganic() {
    return key.equals(GroupBy.ORGANIC);
  }

  private String kept() {
    return String.join(
        " and ",
        controls.keys(key).keySet().stream()
            .map(
                group ->
                    "coalesce(e.%1$s, '%2$s') = :key_%1$s"
                        .formatted(group.wireName(), GroupBy.NONE))
            .toList());
  }

  static String cursor(JourneyEvent last) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(
            (last.occurredAt() + " " + last.eventId()).getBytes(StandardCharsets.UTF_8));
  }

  private static JourneyQuery.Cursor decode(String cursor) {
    try {
      var text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
      int blank = text.indexOf(' ');
      if (blank > 0) {
        return new JourneyQuery.Cursor(
            Instant.parse(text.substring(0, blank)), text.substring(blank + 1));
      }
    } catch (IllegalArgumentException | DateTimeException e) {
      // Falls through: not ours.
    }
    throw new Invalid(
        KernelError.INVALID_CURSOR,
        "This page's address is incomplete; start again from the report.",
        List.of(new Invalid.Field("cursor", "is not one that this list gave out")));
  }
}
