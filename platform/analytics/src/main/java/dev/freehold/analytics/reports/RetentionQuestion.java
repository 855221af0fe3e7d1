package dev.freehold.analytics.reports;

import dev.freehold.analytics.questions.CohortDefinition;
import dev.freehold.analytics.questions.EventMatch;
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
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How many people come back, by when they began.
 *
 * @param begin the event that people begin with; any by default
 * @param comeBack the event that counts as coming back; any by default
 * @param kind first_time (default): a person begins once, with the first such event of all time;
 *     recurring: in every step with such an event
 * @param interval day (default), week or month; at most 100 steps
 * @param range the last 30 days by default
 * @param cohort only its members
 */
public record RetentionQuestion(
    @Nullable EventMatch begin,
    @Nullable EventMatch comeBack,
    @Nullable Kind kind,
    @Nullable Interval interval,
    @Nullable Span range,
    @Nullable UUID cohort) {

  static final int MAX_STEPS = 100;

  /** When a person begins. */
  public enum Kind {
    FIRST_TIME,
    RECURRING
  }

  public RetentionQuestion {
    begin = begin == null ? EventMatch.any() : begin;
    comeBack = comeBack == null ? EventMatch.any() : comeBack;
    kind = kind == null ? Kind.FIRST_TIME : kind;
    interval = interval == null ? Interval.DAY : interval;
    range = range == null ? Span.LAST_30_DAYS : range;
  }

  Span span() {
    return range == null ? Span.LAST_30_DAYS : range;
  }

  Interval width() {
    return interval == null ? Interval.DAY : interval;
  }

  private EventMatch beginning() {
    return begin == null ? EventMatch.any() : begin;
  }

  private EventMatch coming() {
    return comeBack == null ? EventMatch.any() : comeBack;
  }

  /** Refuses what cannot be asked, naming the field. */
  public void check(Instant now) {
    beginning().check("begin");
    coming().check("come_back");
    if (width() == Interval.MINUTE || width() == Interval.HOUR) {
      throw Invalid.field("interval", "must be day, week or month");
    }
    int steps = new Steps(span().at("range.", now), width()).starts().size();
    if (steps > MAX_STEPS) {
      throw Invalid.field(
          "interval", "makes " + steps + " steps of the range, at most " + MAX_STEPS + " fit");
    }
  }

  /**
   * {@code begun, back, people}: the numbers of the two steps, {@code back} is that of {@code
   * begun} for those who began there.
   */
  public Query toSql(
      Dialect dialect, Window window, @Nullable CohortDefinition members, Instant now) {
    var sql = Sources.addKnown(new SqlText(dialect));
    if (members != null) {
      members.add(sql, now);
    }
    var steps = new Steps(window, width());
    sql.add(", beginning ").add(sql.materialized()).add(" (\n  select distinct person, ");
    steps.add(sql, "us");
    sql.add(" as step\n  from (\n");
    var reach = kind == Kind.RECURRING ? window : sinceEver(window);
    addEvents(
        sql,
        reach,
        beginning(),
        kind == Kind.RECURRING
            ? sql.micros("e.occurred_at")
            : "min(" + sql.micros("e.occurred_at") + ")",
        members != null);
    sql.add(kind == Kind.RECURRING ? "" : "\n  group by 1");
    sql.add("\n  ) began\n  where us >= ?\n)\n", Steps.micros(window.from()));
    sql.add(", coming ").add(sql.materialized()).add(" (\n  select distinct person, ");
    steps.add(sql, "us");
    sql.add(" as step\n  from (\n");
    addEvents(sql, window, coming(), sql.micros("e.occurred_at"), members != null);
    sql.add("\n  ) came\n)\n");
    return sql.add(
            """
            select step as begun, step as back, count(*) as people
            from beginning
            group by step
            union all
            select b.step as begun, c.step as back, count(*) as people
            from beginning b join coming c on c.person = b.person
            where c.step > b.step
            group by b.step, c.step
            """)
        .toQuery();
  }

  private static void addEvents(
      SqlText sql, Window reach, EventMatch match, String micros, boolean onlyMembers) {
    sql.add("  select " + sql.person() + " as person, " + micros + " as us\n  ");
    Sources.addEvents(sql, reach).add(" and ");
    match.add(sql);
    if (onlyMembers) {
      sql.add(" and " + sql.person() + " in (select person from member)");
    }
  }

  private static Window sinceEver(Window window) {
    return new Window(Instant.EPOCH, window.to(), window.zone());
  }

  List<Instant> steps(Window window) {
    return new Steps(window, width()).starts();
  }
}
