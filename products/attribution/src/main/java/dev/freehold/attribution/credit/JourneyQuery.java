package dev.freehold.attribution.credit;

import dev.freehold.eventstore.Dialect;
import dev.freehold.eventstore.Query;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Asks for what a person did, newest first, clicks made before the person was known included;
 * {@link JourneyEvent#of} reads the rows.
 *
 * @param from the first instant
 * @param to the first instant that is too late
 * @param before the last event of the page before, or null for the first page
 * @param limit events, 1 to {@link #MOST_EVENTS}
 */
public record JourneyQuery(
    UUID appId,
    String userId,
    Instant from,
    Instant to,
    boolean touchesOnly,
    @Nullable Cursor before,
    int limit) {

  public static final int MOST_EVENTS = 10_001;

  /** Where a page ended. */
  public record Cursor(Instant occurredAt, String eventId) {}

  public JourneyQuery {
    if (limit < 1 || limit > MOST_EVENTS) {
      throw new IllegalArgumentException("the limit must be from 1 to " + MOST_EVENTS + " events");
    }
  }

  public Query toSql(Dialect dialect) {
    var sql =
        new NamedSql(text(new Words(dialect)))
            .bind("app", appId)
            .bind("user", userId)
            .bind("from", from);
    if (before != null) {
      sql.bind("before_time", before.occurredAt()).bind("before_event", before.eventId());
    }
    return sql.bind("to", to).bind("limit", limit).toQuery();
  }

  private String text(Words words) {
    return """
        with identity as (
          select click_id, %s as user_id
          from {attribution_identities}
          where app_id = :app and (click_id = :user or click_id in (
            select click_id from {attribution_identities} where app_id = :app and user_id = :user))
          group by click_id
        ), visitor as (
          select click_id as visitor_id, true as touches, false as others
          from identity
          where user_id = :user and click_id <> :user
          union all
          select %s,
            not exists (select 1 from identity where click_id = :user and user_id <> :user), true
        )
        select %s
        from {attribution_events} e join visitor v on v.visitor_id = e.user_id
        where app_id = :app and occurred_at >= :from and occurred_at < :to
          and case when type in ('impression', 'click') then touches else %s end%s
        order by occurred_at desc, event_id desc
        limit :limit
        """
        .formatted(
            words.first("user_id", "(occurred_at, user_id)"),
            words.boundText(":user"),
            JourneyEvent.COLUMNS,
            touchesOnly ? "false" : "others",
            before == null
                ? ""
                : "\n  and (occurred_at, event_id) < (%s, %s)"
                    .formatted(words.boundTime(":before_time"), words.boundText(":before_event")));
  }
}
