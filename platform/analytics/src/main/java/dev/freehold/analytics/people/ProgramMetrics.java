package dev.freehold.analytics.people;

import dev.freehold.analytics.questions.Cursors;
import dev.freehold.analytics.questions.EventMatch;
import dev.freehold.analytics.questions.Property;
import dev.freehold.analytics.questions.Questions;
import dev.freehold.analytics.questions.Sources;
import dev.freehold.analytics.questions.Span;
import dev.freehold.analytics.questions.SqlText;
import dev.freehold.analytics.questions.Steps;
import dev.freehold.analytics.questions.Window;
import dev.freehold.eventstore.Interval;
import dev.freehold.eventstore.Query;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.http.Page;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** ProgramMetrics by program or project and day, one row for each. */
@Component
public class ProgramMetrics {

  /** The most rows of a page. */
  public static final int MAX_ROWS = 10_000;

  private static final int DECIMALS = 6;

  private final Questions questions;

  public ProgramMetrics(Questions questions) {
    this.questions = questions;
  }

  /** What metrics are told by. */
  public enum Of {
    PROGRAM,
    PROJECT;

    String column() {
      return name().toLowerCase(Locale.ROOT) + "_id";
    }
  }

  /**
   * A page of the metrics, by day, id and metric.
   *
   * @param id only this program or project; null for all
   */
  public Page<Metric> list(
      Caller caller, Of of, @Nullable String id, Span range, int limit, @Nullable String cursor) {
    var window = range.at(questions.now());
    int offset = Cursors.offset(cursor);
    var steps = new Steps(window, Interval.DAY);
    steps.starts();
    var rows =
        questions.rows(
            caller,
            toSql(questions.sql(), of, id, window, limit + 1, offset),
            row ->
                new Metric(
                    row.getString("id"),
                    row.getString("metric"),
                    steps.of(row.getLong("day")).atZone(window.zone()).toLocalDate(),
                    plain(BigDecimal.valueOf(row.getDouble("amount")))));
    return rows.size() <= limit
        ? new Page<>(rows, null)
        : new Page<>(rows.subList(0, limit), Cursors.of(offset + limit));
  }

  private static BigDecimal plain(BigDecimal value) {
    var rounded = value.setScale(DECIMALS, RoundingMode.HALF_EVEN).stripTrailingZeros();
    return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
  }

  public static Query toSql(
      SqlText sql, Of of, @Nullable String id, Window window, int limit, int offset) {
    var column = new Property(of.column());
    Sources.addKnown(sql);
    sql.add(", event ").add(sql.materialized()).add(" (\n  select ");
    column.addText(sql);
    sql.add(" as id, ");
    new Steps(window, Interval.DAY).add(sql, sql.micros("e.occurred_at"));
    sql.add(" as day, e.name as name, e.value as value, " + sql.person() + " as person\n  ");
    Sources.addEvents(sql, window).add(" and ");
    EventMatch.any().add(sql);
    sql.add(" and ");
    column.addText(sql);
    sql.add(" is not null");
    if (id != null) {
      sql.add(" and ");
      column.addText(sql);
      sql.add(" = ?", id);
    }
    return sql.add(
            """

            )
            select id, metric, day, amount
            from (
              select id, 'events' as metric, day, count(*) * 1.0e0 as amount
              from event group by id, day
              union all
              select id, 'people' as metric, day, count(distinct person) * 1.0e0 as amount
              from event group by id, day
              union all
              select id, 'value' as metric, day, sum(value) as amount
              from event where value is not null group by id, day
              union all
              select id, concat('event:', name) as metric, day, count(*) * 1.0e0 as amount
              from event group by id, name, day
            ) metrics
            order by day, id, metric
            limit ? offset ?
            """,
            limit,
            offset)
        .toQuery();
  }
}
