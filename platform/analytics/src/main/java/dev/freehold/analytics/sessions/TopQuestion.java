package dev.freehold.analytics.sessions;

import dev.freehold.analytics.questions.CohortDefinition;
import dev.freehold.analytics.questions.EventMatch;
import dev.freehold.analytics.questions.Property;
import dev.freehold.analytics.questions.Sources;
import dev.freehold.analytics.questions.Span;
import dev.freehold.analytics.questions.SqlText;
import dev.freehold.analytics.questions.Window;
import dev.freehold.eventstore.Dialect;
import dev.freehold.eventstore.Query;
import dev.freehold.kernel.error.Invalid;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The most frequent values of a property.
 *
 * @param by a column such as path, referrer, utm_source, country, browser, device or name, {@code
 *     properties.<key>}, or entry_page and exit_page: the first and last path of a session
 * @param match which events are looked at; any by default
 * @param range the last 30 days by default
 * @param limit 1 to 1,000; default 10
 */
public record TopQuestion(
    String by,
    @Nullable EventMatch match,
    @Nullable Span range,
    @Nullable UUID cohort,
    @Nullable Integer limit) {

  public static final String ENTRY_PAGE = "entry_page";
  public static final String EXIT_PAGE = "exit_page";

  static final int MAX_ROWS = 1_000;
  static final int DEFAULT_ROWS = 10;

  public TopQuestion {
    match = match == null ? EventMatch.any() : match;
    range = range == null ? Span.LAST_30_DAYS : range;
    limit = limit == null ? DEFAULT_ROWS : limit;
  }

  /** The ten most frequent values. */
  public static TopQuestion of(String by, Span range) {
    return new TopQuestion(by, null, range, null, null);
  }

  Span span() {
    return range == null ? Span.LAST_30_DAYS : range;
  }

  EventMatch events() {
    return match == null ? EventMatch.any() : match;
  }

  int rows() {
    return limit == null ? DEFAULT_ROWS : limit;
  }

  boolean isOfSessions() {
    return by.equals(ENTRY_PAGE) || by.equals(EXIT_PAGE);
  }

  /** Refuses what cannot be asked, naming the field. */
  public void check(Instant now) {
    if (!isOfSessions()) {
      Property.of("by", by);
    }
    events().check("match");
    span().at(now);
    if (rows() < 1 || rows() > MAX_ROWS) {
      throw Invalid.field("limit", "must be from 1 to " + MAX_ROWS);
    }
  }

  /** {@code key, times, people}, most frequent first. */
  public Query toSql(
      Dialect dialect, Window window, @Nullable CohortDefinition members, Instant now) {
    var sql = Sources.addKnown(new SqlText(dialect));
    if (members != null) {
      members.add(sql, now);
    }
    if (isOfSessions()) {
      SessionSql.add(sql, window, events(), null, members != null);
      var page = by;
      return sql.add(
              """
              select %1$s as key, count(*) as times, count(distinct person) as people
              from visit
              where %1$s is not null
              group by %1$s
              order by times desc, key
              limit ?
              """
                  .formatted(page),
              rows())
          .toQuery();
    }
    sql.add("select key, count(*) as times, count(distinct person) as people\nfrom (\n  select ");
    Property.of("by", by).addText(sql);
    sql.add(" as key, " + sql.person() + " as person\n  ");
    Sources.addEvents(sql, window).add(" and ");
    events().add(sql);
    if (members != null) {
      sql.add(" and " + sql.person() + " in (select person from member)");
    }
    return sql.add(
            """

            ) event
            where key is not null
            group by key
            order by times desc, key
            limit ?
            """,
            rows())
        .toQuery();
  }
}
