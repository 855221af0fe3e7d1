package dev.freehold.analytics.sessions;

import dev.freehold.analytics.questions.CohortDefinition;
import dev.freehold.analytics.questions.EventMatch;
import dev.freehold.analytics.questions.Property;
import dev.freehold.analytics.questions.Sources;
import dev.freehold.analytics.questions.Span;
import dev.freehold.analytics.questions.SqlText;
import dev.freehold.analytics.questions.Steps;
import dev.freehold.analytics.questions.Window;
import dev.freehold.eventstore.Dialect;
import dev.freehold.eventstore.Interval;
import dev.freehold.eventstore.Query;
import dev.freehold.kernel.error.Invalid;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How people visit. A session is a person's events without a pause of more than 30 minutes; it
 * belongs to the moment it began, and its events after the range are not looked at.
 *
 * @param range the last 30 days by default
 * @param interval null for the whole range at once
 * @param breakdown a column or {@code properties.<key>} of the session's first event
 * @param limit how many values of the breakdown, by sessions; 1 to 100, default 10
 */
public record SessionsQuestion(
    @Nullable Span range,
    @Nullable Interval interval,
    @Nullable String breakdown,
    @Nullable UUID cohort,
    @Nullable Integer limit) {

  static final int MAX_KEYS = 100;
  static final int DEFAULT_KEYS = 10;

  public SessionsQuestion {
    range = range == null ? Span.LAST_30_DAYS : range;
    limit = limit == null ? DEFAULT_KEYS : limit;
  }

  /** The whole range at once. */
  public static SessionsQuestion of(Span range) {
    return new SessionsQuestion(range, null, null, null, null);
  }

  Span span() {
    return range == null ? Span.LAST_30_DAYS : range;
  }

  int keys() {
    return limit == null ? DEFAULT_KEYS : limit;
  }

  /** Refuses what cannot be asked, naming the field. */
  public void check(Instant now) {
    var window = span().at(now);
    if (interval != null) {
      new Steps(window, interval).starts();
    }
    if (breakdown != null) {
      Property.of("breakdown", breakdown);
    }
    if (keys() < 1 || keys() > MAX_KEYS) {
      throw Invalid.field("limit", "must be from 1 to " + MAX_KEYS);
    }
  }

  /**
   * {@code step, key, sessions, people, bounced, micros, pages}.
   *
   * <p>Sums are floating-point: DuckDB 2.0 narrows a sum of whole numbers that it sorts by to too
   * few bits, and then fails.
   */
  public Query toSql(
      Dialect dialect, Window window, @Nullable CohortDefinition members, Instant now) {
    var sql = Sources.addKnown(new SqlText(dialect));
    if (members != null) {
      members.add(sql, now);
    }
    var property = breakdown == null ? null : Property.of("breakdown", breakdown);
    SessionSql.add(sql, window, EventMatch.any(), property, members != null);
    sql.add("select ");
    if (interval == null) {
      sql.add("0");
    } else {
      new Steps(window, interval).add(sql, "began");
    }
    sql.add(property == null ? " as step, '' as key, " : " as step, key, ");
    sql.add(
        """
        count(*) as sessions, count(distinct person) as people,
          sum(cast(case when events = 1 then 1 else 0 end as double)) as bounced,
          sum(cast(ended - began as double)) as micros, sum(cast(pages as double)) as pages
        from visit
        """);
    if (property != null) {
      sql.add(
          """
          where key in (
            select key from visit group by key order by count(*) desc, key limit ?)
          """,
          keys());
    }
    return sql.add("group by 1, 2\norder by 1, sessions desc, 2\n").toQuery();
  }
}
