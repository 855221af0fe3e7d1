package dev.freehold.analytics.sessions;

import dev.freehold.analytics.questions.EventMatch;
import dev.freehold.analytics.questions.Questions;
import dev.freehold.analytics.questions.Sources;
import dev.freehold.analytics.questions.SqlText;
import dev.freehold.analytics.questions.Steps;
import dev.freehold.analytics.questions.Window;
import dev.freehold.eventstore.Dialect;
import dev.freehold.eventstore.Interval;
import dev.freehold.eventstore.Query;
import dev.freehold.kernel.Caller;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import org.springframework.stereotype.Component;

/** Who is there now, and what happens. */
@Component
public class LiveUsers {

  /** How many events are shown. */
  public static final int LATEST = 50;

  private static final Duration SHORT = Duration.ofMinutes(5);
  private static final Duration LONG = Duration.ofMinutes(30);

  private final Questions questions;

  public LiveUsers(Questions questions) {
    this.questions = questions;
  }

  /** People and events of the last minutes, up to now. */
  public Live now(Caller caller) {
    var now = questions.now();
    var half = window(now, LONG);
    var steps = new Steps(half, Interval.MINUTE);
    long few = 0;
    long many = 0;
    var minutes = new ArrayList<Live.Minute>();
    for (var row : questions.rows(caller, people(questions.dialect(), now), LiveUsers::counted)) {
      switch (row.what) {
        case "short" -> few = row.people;
        case "long" -> many = row.people;
        default -> minutes.add(new Live.Minute(steps.of(row.step), row.people));
      }
    }
    return new Live(
        few,
        many,
        minutes,
        questions.rows(caller, latest(questions.dialect(), half), LiveUsers::seen));
  }

  private record Counted(String what, long step, long people) {}

  private static Counted counted(ResultSet row) throws SQLException {
    return new Counted(row.getString("what"), row.getLong("step"), row.getLong("people"));
  }

  public static Query people(Dialect dialect, Instant now) {
    var window = window(now, LONG);
    var sql = Sources.addKnown(new SqlText(dialect));
    sql.add(", event ").add(sql.materialized()).add(" (\n  select ");
    sql.add(sql.person() + " as person, " + sql.micros("e.occurred_at") + " as us, ");
    new Steps(window, Interval.MINUTE).add(sql, sql.micros("e.occurred_at"));
    sql.add(" as step\n  ");
    Sources.addEvents(sql, window).add(" and ");
    EventMatch.any().add(sql);
    return sql.add(
            """

            )
            select 'long' as what, 0 as step, count(distinct person) as people
            from event
            union all
            select 'short' as what, 0 as step, count(distinct person) as people
            from event
            where us >= ?
            union all
            select 'minute' as what, step, count(distinct person) as people
            from event
            group by step
            order by what, step
            """,
            Steps.micros(window(now, SHORT).from()))
        .toQuery();
  }

  public static Query latest(Dialect dialect, Window window) {
    var sql = Sources.addKnown(new SqlText(dialect));
    sql.add("select e.event_id as event_id, e.name as name, " + sql.person() + " as person, ");
    sql.add(sql.micros("e.occurred_at") + " as us, e.path as path, e.country as country, ");
    sql.add("e.device as device\n");
    Sources.addEvents(sql, window).add(" and ");
    EventMatch.any().add(sql);
    return sql.add("\norder by e.occurred_at desc, e.event_id desc\nlimit ?\n", LATEST).toQuery();
  }

  private static Live.Seen seen(ResultSet row) throws SQLException {
    return new Live.Seen(
        row.getString("event_id"),
        row.getString("name"),
        row.getString("person"),
        Steps.ofMicros(row.getLong("us")),
        row.getString("path"),
        row.getString("country"),
        row.getString("device"));
  }

  /** Up to now and the same microsecond. */
  private static Window window(Instant now, Duration length) {
    return new Window(now.minus(length), now.plusNanos(1_000), ZoneOffset.UTC);
  }
}
