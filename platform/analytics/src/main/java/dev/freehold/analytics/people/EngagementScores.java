package dev.freehold.analytics.people;

import dev.freehold.analytics.questions.CohortDefinition;
import dev.freehold.analytics.questions.Cohorts;
import dev.freehold.analytics.questions.Cursors;
import dev.freehold.analytics.questions.EventMatch;
import dev.freehold.analytics.questions.Questions;
import dev.freehold.analytics.questions.Sources;
import dev.freehold.analytics.questions.SqlText;
import dev.freehold.analytics.questions.Steps;
import dev.freehold.analytics.questions.Window;
import dev.freehold.eventstore.Interval;
import dev.freehold.eventstore.Query;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.http.Page;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Engagement of people over the 30 days before a moment.
 *
 * <p>The score is {@code 40 × recency + 40 × frequency + 20 × breadth}, in hundredths, rounded
 * down, where
 *
 * <ul>
 *   <li>recency is {@code (30 − d) / 30}, d being the whole days (of 24 hours) since the last
 *       event;
 *   <li>frequency is {@code min(a, 20) / 20}, a being the days of UTC with an event;
 *   <li>breadth is {@code min(k, 5) / 5}, k being the different names of events.
 * </ul>
 *
 * <p>Whoever was active on 20 days, with 5 kinds of events, and today, has 100.00. Only tracked
 * events count. It is computed in whole numbers, so the same events give the same score on every
 * engine. Source: the recency, frequency and breadth of "RFM" analysis (Hughes, Strategic Database
 * Marketing, 1994), with the variety of actions in the place of money.
 */
@Component
public class EngagementScores {

  /** The most rows of a page. */
  public static final int MAX_ROWS = 1_000;

  static final Duration PERIOD = Duration.ofDays(30);
  static final int FULL_DAYS = 20;
  static final int FULL_KINDS = 5;

  private static final long MICROS_PER_DAY = 86_400_000_000L;

  private final Questions questions;
  private final Cohorts cohorts;

  public EngagementScores(Questions questions, Cohorts cohorts) {
    this.questions = questions;
    this.cohorts = cohorts;
  }

  /**
   * People by score, greatest first, ties by id.
   *
   * @param cohort only its members; null for everybody
   * @param at the moment to look back from; null for now
   */
  public Page<Engagement> list(
      Caller caller,
      @Nullable UUID cohort,
      @Nullable Instant at,
      int limit,
      @Nullable String cursor) {
    var now = questions.now();
    var members = cohorts.definition(caller, cohort);
    int offset = Cursors.offset(cursor);
    var query = toSql(questions.sql(), at == null ? now : at, members, now, limit + 1, offset);
    var rows = questions.rows(caller, query, EngagementScores::engagement);
    return rows.size() <= limit
        ? new Page<>(rows, null)
        : new Page<>(rows.subList(0, limit), Cursors.of(offset + limit));
  }

  public static Query toSql(
      SqlText sql,
      Instant at,
      @Nullable CohortDefinition members,
      Instant now,
      int limit,
      int offset) {
    var end = at.plusNanos(1_000);
    var window = new Window(end.minus(PERIOD), end, ZoneOffset.UTC);
    Sources.addKnown(sql);
    if (members != null) {
      members.add(sql, now);
    }
    sql.add(", active as (\n  select " + sql.person() + " as person, max(");
    sql.add(sql.micros("e.occurred_at") + ") as last_us, count(distinct ");
    new Steps(window, Interval.DAY).add(sql, sql.micros("e.occurred_at"));
    sql.add(") as days, count(distinct e.name) as kinds\n  ");
    Sources.addEvents(sql, window).add(" and ");
    EventMatch.any().add(sql);
    if (members != null) {
      sql.add(" and " + sql.person() + " in (select person from member)");
    }
    sql.add("\n  group by 1\n)\nselect person, last_us, days, kinds,\n  ");
    // Of 10,000 hundredths, 4,000 in thirtieths, 4,000 in twentieths, 2,000 in fifths.
    sql.add(
        sql.div("4000 * (30 - " + sql.div("? - last_us", "" + MICROS_PER_DAY) + ")", "30"),
        Steps.micros(at));
    sql.add(
        " + 200 * least(days, %d) + 400 * least(kinds, %d) as score\n"
            .formatted(FULL_DAYS, FULL_KINDS));
    return sql.add("from active\norder by score desc, person\nlimit ? offset ?\n", limit, offset)
        .toQuery();
  }

  private static Engagement engagement(ResultSet row) throws SQLException {
    return new Engagement(
        row.getString("person"),
        BigDecimal.valueOf(row.getLong("score"), 2),
        Steps.ofMicros(row.getLong("last_us")),
        row.getLong("days"),
        row.getLong("kinds"));
  }
}
