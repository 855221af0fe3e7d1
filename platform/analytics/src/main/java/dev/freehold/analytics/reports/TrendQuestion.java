package dev.freehold.analytics.reports;

import dev.freehold.analytics.questions.CohortDefinition;
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
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How much of something happened, step by step.
 *
 * @param series what is counted, 1 to 10
 * @param range the last 30 days by default
 * @param interval minute, hour, day (default), week or month; at most 5,000 steps
 * @param breakdown a column or {@code properties.<key>} that each series is split by
 * @param cohort only what its members did
 * @param compare whether to answer for the range of the same length before as well
 * @param limit how many values of the breakdown stand for themselves, by number of events; the
 *     others are summed up as {@code (other)}; 1 to 100, default 10
 */
public record TrendQuestion(
    List<Series> series,
    @Nullable Span range,
    @Nullable Interval interval,
    @Nullable @Schema(example = "country") String breakdown,
    @Nullable UUID cohort,
    @Nullable Boolean compare,
    @Nullable Integer limit) {

  public static final String OTHER = "(other)";

  static final int MAX_SERIES = 10;
  static final int MAX_KEYS = 100;
  static final int DEFAULT_KEYS = 10;

  public TrendQuestion {
    series = series == null ? List.of() : List.copyOf(series);
    range = range == null ? Span.LAST_30_DAYS : range;
    interval = interval == null ? Interval.DAY : interval;
    compare = compare != null && compare;
    limit = limit == null ? DEFAULT_KEYS : limit;
  }

  /** One series, by day over the last 30 days. */
  public static TrendQuestion of(Series... series) {
    return new TrendQuestion(List.of(series), null, null, null, null, null, null);
  }

  Span span() {
    return range == null ? Span.LAST_30_DAYS : range;
  }

  Interval width() {
    return interval == null ? Interval.DAY : interval;
  }

  boolean comparing() {
    return compare != null && compare;
  }

  int keys() {
    return limit == null ? DEFAULT_KEYS : limit;
  }

  /** Refuses what cannot be asked, naming the field. */
  public void check(Instant now) {
    if (series.isEmpty() || series.size() > MAX_SERIES) {
      throw Invalid.field("series", "must have from 1 to " + MAX_SERIES + " entries");
    }
    for (int i = 0; i < series.size(); i++) {
      series.get(i).check("series." + i);
    }
    if (breakdown != null) {
      Property.of("breakdown", breakdown);
    }
    if (keys() < 1 || keys() > MAX_KEYS) {
      throw Invalid.field("limit", "must be from 1 to " + MAX_KEYS);
    }
    new Steps(span().at("range.", now), width()).starts();
  }

  /**
   * One series over a window: {@code step, key, whole, value}, where {@code whole} is 1 for the row
   * that holds the whole window.
   *
   * @param keys the values that stand for themselves; null for those with the most events
   * @param members who counts; null for everybody
   */
  public Query toSql(
      Dialect dialect,
      Series one,
      Window window,
      @Nullable List<String> keys,
      @Nullable CohortDefinition members,
      Instant now) {
    var sql = Sources.addKnown(new SqlText(dialect));
    if (members != null) {
      members.add(sql, now);
    }
    addEvents(sql, one, window, members != null);
    if (breakdown == null) {
      sql.add("select step, '' as key, grouping(step) as whole, ").add(one.aggregate());
      return sql.add(" as value\nfrom event\ngroup by grouping sets ((step), ())\n").toQuery();
    }
    addNamed(sql, keys);
    return sql.add("select step, key, grouping(step) as whole, ")
        .add(one.aggregate())
        .add(" as value\nfrom named\ngroup by grouping sets ((step, key), (key))\n")
        .toQuery();
  }

  private void addEvents(SqlText sql, Series one, Window window, boolean onlyMembers) {
    sql.add(", event ").add(sql.materialized()).add(" (\n  select ");
    new Steps(window, width()).add(sql, sql.micros("e.occurred_at"));
    sql.add(" as step");
    if (breakdown != null) {
      sql.add(", ");
      Property.of("breakdown", breakdown).addKey(sql);
      sql.add(" as key");
    }
    switch (one.measured()) {
      case COUNT -> {}
      case PEOPLE -> sql.add(", " + sql.person() + " as person");
      case SUM, AVERAGE -> {
        sql.add(", ");
        one.number().addNumber(sql);
        sql.add(" as number");
      }
    }
    sql.add("\n  ");
    Sources.addEvents(sql, window).add(" and ");
    one.match().add(sql);
    if (onlyMembers) {
      sql.add(" and " + sql.person() + " in (select person from member)");
    }
    sql.add("\n)\n");
  }

  private void addNamed(SqlText sql, @Nullable List<String> keys) {
    if (keys == null) {
      sql.add(
          """
          , top as (
            select key from event group by key order by count(*) desc, key limit ?
          )
          """,
          keys());
    }
    sql.add(", named as (\n  select * %s, case when key in (".formatted(sql.without("key")));
    if (keys == null) {
      sql.add("select key from top");
    } else {
      sql.addAll(keys.isEmpty() ? List.of(OTHER) : keys);
    }
    sql.add(") then key else '" + OTHER + "' end as key\n  from event\n)\n");
  }
}
