package dev.freehold.analytics.sessions;

import dev.freehold.analytics.questions.EventMatch;
import dev.freehold.analytics.questions.Property;
import dev.freehold.analytics.questions.Sources;
import dev.freehold.analytics.questions.SqlText;
import dev.freehold.analytics.questions.Steps;
import dev.freehold.analytics.questions.Window;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Sessions as SQL: derived from the events each time, so that late ones fall where they belong. */
final class SessionSql {

  /** A person who did nothing for longer begins a new session with the next event. */
  static final Duration INACTIVITY = Duration.ofMinutes(30);

  private SessionSql() {}

  /**
   * Adds {@code visit}: one row for each session that began in the window, with what is known of it
   * up to the window's end.
   *
   * @param match the events that sessions are made of
   * @param breakdown a property of the session's first event, as {@code key}
   */
  static void add(
      SqlText sql,
      Window window,
      EventMatch match,
      @Nullable Property breakdown,
      boolean onlyMembers) {
    var reach = new Window(window.from().minus(INACTIVITY), window.to(), window.zone());
    sql.add(", event as (\n  select ");
    sql.add(sql.person() + " as person, e.event_id, e.path, ");
    sql.add(sql.micros("e.occurred_at") + " as us");
    if (breakdown != null) {
      sql.add(", ");
      breakdown.addKey(sql);
      sql.add(" as key");
    }
    sql.add("\n  ");
    Sources.addEvents(sql, reach).add(" and ");
    match.add(sql);
    if (onlyMembers) {
      sql.add(" and " + sql.person() + " in (select person from member)");
    }
    var key = breakdown == null ? "" : ", " + sql.first("key", "(us, event_id)") + " as key";
    sql.add(
        """

        )
        , gap as (
          select *, lag(us, 1, 0) over (partition by person order by us, event_id) as before_us
          from event
        )
        , numbered as (
          select *, sum(case when us - before_us > ? then 1 else 0 end)
            over (partition by person order by us, event_id
              rows between unbounded preceding and current row) as session
          from gap
        )
        , visit as (
          select person, session, min(us) as began, max(us) as ended, count(*) as events,
            count(path) as pages, %s as entry_page, %s as exit_page%s
          from numbered
          group by person, session
          having min(us) >= ?
        )
        """
            .formatted(pageBy(sql, true), pageBy(sql, false), key),
        micros(INACTIVITY),
        Steps.micros(window.from()));
  }

  /** Engines leave rows without a path out of both. */
  private static String pageBy(SqlText sql, boolean first) {
    return first ? sql.first("path", "(us, event_id)") : sql.last("path", "(us, event_id)");
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1_000;
  }
}
