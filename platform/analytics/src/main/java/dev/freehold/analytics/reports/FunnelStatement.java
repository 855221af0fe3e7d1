package dev.freehold.analytics.reports;

import dev.freehold.analytics.questions.CohortDefinition;
import dev.freehold.analytics.questions.Property;
import dev.freehold.analytics.questions.Sources;
import dev.freehold.analytics.questions.SqlText;
import dev.freehold.analytics.questions.Steps;
import dev.freehold.analytics.questions.Window;
import dev.freehold.eventstore.Dialect;
import dev.freehold.eventstore.Query;
import java.time.Instant;
import java.util.LinkedHashSet;
import org.jspecify.annotations.Nullable;

/**
 * Writes a {@link FunnelQuestion} as SQL.
 *
 * <p>The shape is made for millions of people: the events of all steps are read once, people are
 * numbers of 64 bits, and each step looks for the last event of the step before with an ASOF join,
 * so that what did not get so far is never sorted again. Two people have the same number with a
 * chance of one in 36 million among a million of them.
 */
final class FunnelStatement {

  private final FunnelQuestion question;
  private final Window window;
  private final @Nullable CohortDefinition members;
  private final Instant now;
  private final SqlText sql;
  private final int steps;
  private final boolean broken;

  FunnelStatement(
      FunnelQuestion question,
      Dialect dialect,
      Window window,
      @Nullable CohortDefinition members,
      Instant now) {
    this.question = question;
    this.window = window;
    this.members = members;
    this.now = now;
    sql = new SqlText(dialect);
    steps = question.steps().size();
    broken = question.breakdown() != null;
  }

  Query query() {
    Sources.addKnown(sql);
    if (members != null) {
      members.add(sql, now);
    }
    if (question.isStrict()) {
      addRuns();
    } else {
      addSteps();
    }
    addCounts();
    return sql.toQuery();
  }

  /** Numbers for the people that ids turned out to be. */
  private void addNumbered() {
    sql.add(
        ", numbered as (select %s as id, %s as person from known)\n"
            .formatted(sql.hash("id"), sql.hash("person")));
  }

  private void addSteps() {
    addNumbered();
    sql.add(", event ").add(sql.materialized()).add(" (\n  select ");
    sql.add(sql.numbered("e.person_id") + " as person, " + sql.micros("e.occurred_at") + " as us");
    addFlags();
    addKey();
    addSource();
    sql.add(" and (");
    var or = "";
    for (var step : new LinkedHashSet<>(question.steps())) {
      sql.add(or).add("(");
      step.add(sql);
      sql.add(")");
      or = " or ";
    }
    sql.add(")\n)\n");
    addFirst();
    for (int step = 2; step <= steps; step++) {
      sql.add(", step%d ".formatted(step)).add(sql.materialized());
      sql.add(
          """
           (
            select e.person as person, b.first_us as first_us, b.us as before_us, e.us as us%4$s
            from event e asof join step%1$d b on e.person = b.person and e.us > b.us
            where e.%3$s and e.us - b.first_us <= ?
          )
          """
              .formatted(step - 1, step, flag(step), broken ? ", b.key as key" : ""),
          micros());
    }
  }

  /** First steps; of two at the same time one counts, so that the answer has no luck in it. */
  private void addFirst() {
    sql.add(", step1 ").add(sql.materialized()).add(" (\n");
    sql.add(
        "  select person, us as first_us, us as before_us, us%s\n  from event where %s and us < ?\n"
            .formatted(broken ? ", min(key) as key" : "", flag(1)),
        Steps.micros(window.to()));
    sql.add(broken ? "  group by person, us\n)\n" : ")\n");
  }

  /** A column for each step that says whether an event is one; the same for the same events. */
  private void addFlags() {
    for (int step = 1; step <= steps; step++) {
      if (flag(step).equals("is" + step)) {
        sql.add(", ");
        question.steps().get(step - 1).add(sql);
        sql.add(" as is" + step);
      }
    }
  }

  private String flag(int step) {
    return "is" + (question.steps().indexOf(question.steps().get(step - 1)) + 1);
  }

  private void addKey() {
    if (broken) {
      sql.add(", ");
      Property.of("breakdown", String.valueOf(question.breakdown())).addKey(sql);
      sql.add(" as key");
    }
  }

  private void addSource() {
    sql.add("\n  ");
    sql.add(
        """
        from {analytics_events} e left join numbered k on k.id = %s
          where e.occurred_at >= ? and e.occurred_at < ? and e.kind = 'track'\
        """
            .formatted(sql.hash("e.person_id")),
        window.from(),
        window.longer(question.within()).to());
    if (members != null) {
      sql.add(
          " and %s in (select %s from member)"
              .formatted(sql.numbered("e.person_id"), sql.hash("person")));
    }
  }

  /** Strictly one after the other: a step ends a run of as many of the person's events. */
  private void addRuns() {
    addNumbered();
    sql.add(", event as (\n  select ");
    sql.add(
        sql.numbered("e.person_id")
            + " as person, e.event_id, "
            + sql.micros("e.occurred_at")
            + " as us");
    addFlags();
    addKey();
    addSource();
    sql.add("\n)\n, run ").add(sql.materialized()).add(" (\n  select *");
    for (int back = 1; back < steps; back++) {
      sql.add(", lag(us, %1$d) over events as us_%1$d".formatted(back));
      if (broken) {
        sql.add(", lag(key, %1$d) over events as key_%1$d".formatted(back));
      }
      for (int step = 1; step < steps; step++) {
        if (flag(step).equals("is" + step)) {
          sql.add(", lag(is%1$d, %2$d) over events as is%1$d_%2$d".formatted(step, back));
        }
      }
    }
    sql.add("\n  from event\n  window events as (partition by person order by us, event_id)\n)\n");
    addFirst();
    for (int step = 2; step <= steps; step++) {
      addRun(step);
    }
  }

  private void addRun(int step) {
    var whole = new StringBuilder(flag(step));
    for (int back = 1; back < step; back++) {
      whole.append(" and ").append(flag(step - back)).append("_").append(back);
      whole.append(" and ").append(back == 1 ? "us" : "us_" + (back - 1)).append(" > us_");
      whole.append(back);
    }
    int first = step - 1;
    sql.add(
        """
        , step%1$d as (
          select person, us_%2$d as first_us, us_1 as before_us, us%3$s
          from run
          where %4$s and us_%2$d < ? and us - us_%2$d <= ?
        )
        """
            .formatted(step, first, broken ? ", key_" + first + " as key" : "", whole),
        Steps.micros(window.to()),
        micros());
  }

  private void addCounts() {
    var key = broken ? "key" : "''";
    for (int step = 1; step <= steps; step++) {
      sql.add(step == 1 ? ", counted as (\n" : "  union all\n");
      sql.add(
          """
            select key, %1$d as step, count(*) as people, %2$s as micros
            from (
              select %3$s as key, person, %4$s as micros
              from step%1$d
              group by %5$s
            ) reached
            group by key
          """
              .formatted(
                  step,
                  sql.median("micros"),
                  key,
                  sql.first("us - before_us", "us"),
                  broken ? "key, person" : "person"));
    }
    sql.add(")\n");
    if (broken) {
      sql.add(
          """
          select key, step, people, micros from counted
          where key in (
            select key from counted where step = 1 order by people desc, key limit ?)
          """,
          question.keys());
    } else {
      sql.add("select key, step, people, micros from counted\n");
    }
  }

  private long micros() {
    return question.within().toNanos() / 1_000;
  }
}
