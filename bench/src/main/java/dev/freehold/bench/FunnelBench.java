package dev.freehold.bench;

import dev.freehold.analytics.questions.EventMatch;
import dev.freehold.analytics.questions.Window;
import dev.freehold.analytics.reports.FunnelQuestion;
import dev.freehold.eventstore.Dialect;
import dev.freehold.eventstore.Query;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * A funnel of 4 steps within 7 days over 20 million events of 1 million people, three quarters of
 * them events of a step, beside two statements written by hand for the same table, on two threads:
 * window functions, as most would write it, and ASOF joins. Ours knows who an id turned out to be
 * as well. {@code FUNNEL_EVENTS} makes it smaller.
 */
final class FunnelBench implements Bench.Benchmark {

  private static final int EVENTS = 20_000_000;
  private static final int EVENTS_PER_PERSON = 20;
  private static final int RUNS = 5;

  /** Rows in the order of their time, as they would arrive. */
  private static final String TABLE =
      """
      create table analytics_events as
      select md5(i::varchar) as event_id, 'track' as kind,
        case when k < 45 then 'page viewed' when k < 60 then 'product added'
          when k < 70 then 'checkout started' when k < 75 then 'order paid'
          else 'other ' || (k %% 7) end as name,
        'user_' || lpad(person::varchar, 10, '0') as person_id, occurred_at
      from (
        select i, hash(i + 1 * 1000000007::bigint) %% %d as person,
          timestamp '2026-03-01'
            + to_microseconds((hash(i + 3 * 1000000007::bigint) %% 2592000000000)::bigint) as occurred_at,
          (hash(i + 5 * 1000000007::bigint) %% 100)::int as k
        from range(%d) events(i)
      )
      order by occurred_at
      """;

  private static final String ALIASES =
      """
      create table analytics_aliases (
        alias_id varchar, alias varchar, person_id varchar, occurred_at timestamp)
      """;

  private static final String STEPS =
      """
      with step as (
        select person_id, occurred_at as at_time,
          case name when 'page viewed' then 1 when 'product added' then 2
            when 'checkout started' then 3 else 4 end as step
        from analytics_events
        where name in ('page viewed', 'product added', 'checkout started', 'order paid')
          and occurred_at >= '2026-03-01' and occurred_at < '2026-04-08'
      )\
      """;

  /** Each step carries on the beginning and the time of the last step before. */
  private static String windows() {
    var sql = new StringBuilder(STEPS);
    sql.append(
        """
        , tied1 as (
          select *, case when step = 1 and at_time < '2026-04-01' then at_time end as begun,
            null::timestamp as before
          from step
        )\
        """);
    for (int step = 2; step <= 4; step++) {
      sql.append(
          """
          , found%1$d as (
            select *, max(case when step = %2$d and begun is not null then at_time end) over earlier as last_time,
              max(case when step = %2$d then begun end) over earlier as last_begun
            from tied%2$d
            window earlier as (partition by person_id order by at_time
              rows between unbounded preceding and 1 preceding)
          ), tied%1$d as (
            select person_id, at_time, step,
              case when step <> %1$d then begun
                when at_time - last_begun <= interval 7 days then last_begun end as begun,
              case when step = %1$d then last_time else before end as before
            from found%1$d
          )\
          """
              .formatted(step, step - 1));
    }
    return sql
        + """

        select step, count(*) as people, median(took) as micros
        from (
          select person_id, step, arg_min(epoch_us(at_time) - epoch_us(before), at_time) as took
          from tied4
          where begun is not null
          group by person_id, step
        )
        group by step
        order by step
        """;
  }

  /** Each step looks for the last event of the step before. */
  private static String joins() {
    var sql = new StringBuilder(STEPS);
    sql.append(
        """
        , tied1 as (
          select person_id, at_time as begun, null::timestamp as before, at_time
          from step where step = 1 and at_time < '2026-04-01'
        )\
        """);
    for (int step = 2; step <= 4; step++) {
      sql.append(
          """
          , tied%1$d as (
            select s.person_id, b.begun, b.at_time as before, s.at_time
            from step s asof join tied%2$d b
              on s.person_id = b.person_id and s.at_time > b.at_time
            where s.step = %1$d and s.at_time - b.begun <= interval 7 days
          )\
          """
              .formatted(step, step - 1));
    }
    sql.append("\nselect step, count(*) as people, median(took) as micros from (\n");
    for (int step = 1; step <= 4; step++) {
      sql.append(step == 1 ? "" : "union all\n")
          .append(
              """
              select %1$d as step,
                arg_min(epoch_us(at_time) - epoch_us(before), at_time) as took
              from tied%1$d group by person_id
              """
                  .formatted(step));
    }
    return sql + ") group by step order by step\n";
  }

  private static Query ours() {
    var steps =
        List.of("page viewed", "product added", "checkout started", "order paid").stream()
            .map(EventMatch::named)
            .toList();
    var window =
        new Window(
            Instant.parse("2026-03-01T00:00:00Z"),
            Instant.parse("2026-04-01T00:00:00Z"),
            ZoneOffset.UTC);
    var query =
        new FunnelQuestion(steps, null, "P7D", null, false, null, null)
            .toSql(Dialect.DUCKDB, window, null, window.to());
    return new Query(query.sql().replace("{", "").replace("}", ""), query.values());
  }

  @Override
  public void run() throws SQLException {
    var asked = System.getenv("FUNNEL_EVENTS");
    int events = asked == null ? EVENTS : Integer.parseInt(asked);
    var settings = new Properties();
    settings.setProperty("threads", "2");
    try (var connection = DriverManager.getConnection("jdbc:duckdb:", settings);
        var statement = connection.createStatement()) {
      statement.execute(TABLE.formatted(events / EVENTS_PER_PERSON, events));
      statement.execute(ALIASES);
      measure(connection, events);
    }
  }

  private static void measure(Connection connection, int events) throws SQLException {
    var statements =
        List.of(ours(), new Query(windows(), List.of()), new Query(joins(), List.of()));
    var times = new double[statements.size()][RUNS];
    var answers = new ArrayList<List<String>>();
    // In turns, so that a noisy machine disturbs all alike.
    for (int run = 0; run < RUNS; run++) {
      for (int i = 0; i < statements.size(); i++) {
        long start = System.nanoTime();
        var answer = answer(connection, statements.get(i));
        times[i][run] = Math.floor((System.nanoTime() - start) / 1e6);
        answers.add(answer);
      }
    }
    if (answers.stream().distinct().count() != 1) {
      throw new IllegalStateException("the statements differ: " + answers);
    }
    double our = Figure.median(times[0]);
    double windows = Figure.median(times[1]);
    double joins = Figure.median(times[2]);
    Figure.note("funnel: %,d events, people and medians %s", events, answers.getFirst());
    Figure.note("funnel: by hand with windows %.0f ms, with ASOF joins %.0f ms", windows, joins);
    Figure.times("funnel", times[0]);
    Figure.print("funnel", our, "ms", Math.min(windows, joins) / our, 1.0);
  }

  private static List<String> answer(Connection connection, Query query) throws SQLException {
    try (var statement = connection.prepareStatement(query.sql())) {
      var values = query.values();
      for (int i = 0; i < values.size(); i++) {
        statement.setObject(i + 1, bindable(values.get(i)));
      }
      var answer = new ArrayList<String>();
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          int step = rows.getInt("step");
          answer.add(
              "%d: %d %.0f"
                  .formatted(
                      step, rows.getLong("people"), step == 1 ? 0 : rows.getDouble("micros")));
        }
      }
      answer.sort(null);
      return answer;
    }
  }

  private static @Nullable Object bindable(@Nullable Object value) {
    return value instanceof Instant instant
        ? LocalDateTime.ofInstant(instant, ZoneOffset.UTC)
        : value;
  }
}
