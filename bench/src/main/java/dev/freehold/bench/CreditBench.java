package dev.freehold.bench;

import dev.freehold.attribution.credit.CreditModel;
import dev.freehold.attribution.credit.CreditQuery;
import dev.freehold.attribution.credit.GroupBy;
import dev.freehold.eventstore.Dialect;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Credit of five models over 10 million touches, 1 million persons, 1 million conversions and 200
 * campaigns, beside one statement written by hand for the same table, on two threads. The peer
 * rounds in floating point; ours adds up exactly and knows identities.
 */
final class CreditBench implements Bench.Benchmark {

  private static final UUID APP = UUID.fromString("018f0000-0000-7000-8000-000000000001");
  private static final int RUNS = 5;

  /** Rows in the order of their time, as they would arrive. */
  private static final String EVENTS =
      """
      create table attribution_events as
      select event_id, '%1$s'::uuid as app_id, type, 'user_' || lpad(person::varchar, 10, '0') as user_id,
        occurred_at,
        'paid-channel_' || (campaign %% 5) as channel,
        'spring-campaign_' || campaign as campaign,
        'ad_group_' || (campaign * 5 + variant %% 5) as ad_group,
        'creative_' || (campaign * 20 + variant %% 20) as creative,
        null::bigint as revenue,
        '{"page":"' || (hash(i + 6 * 1000000007::bigint) %% 1000) || '"}' as properties,
        null::uuid as link_id
      from (
        select i, md5((i * 13 + 11)::varchar) as event_id,
          case when hash(i + 1 * 1000000007::bigint) %% 2 = 0 then 'click' else 'impression' end as type,
          hash(i + 2 * 1000000007::bigint) %% %3$d as person,
          timestamp '2026-03-01'
            + to_microseconds((hash(i + 3 * 1000000007::bigint) %% 2592000000000)::bigint) as occurred_at,
          (hash(i + 4 * 1000000007::bigint) %% 200)::int as campaign,
          (hash(i + 5 * 1000000007::bigint) %% 1000)::int as variant
        from range(%2$d) touches(i)
      )
      union all
      select md5((i * 13 + 12)::varchar), '%1$s'::uuid, 'purchase',
        'user_' || lpad((hash(i + 7 * 1000000007::bigint) %% %3$d)::varchar, 10, '0'),
        timestamp '2026-03-24'
          + to_microseconds((hash(i + 8 * 1000000007::bigint) %% 604800000000)::bigint),
        null, null, null, null, (hash(i + 9 * 1000000007::bigint) %% 2000000)::bigint * 100, null, null
      from range(%3$d) conversions(i)
      order by occurred_at
      """;

  private static final String IDENTITIES =
      """
      create table attribution_identities (
        identity_id varchar, app_id uuid, click_id varchar, user_id varchar, occurred_at timestamp)
      """;

  /** The same report as somebody would write it who needs it once. */
  private static final String PEER =
      """
      with conversions as (
        select event_id, user_id, occurred_at, revenue
        from attribution_events
        where app_id = '%1$s' and type = 'purchase'
          and occurred_at >= '2026-03-24' and occurred_at < '2026-03-31'
      ), touches as (
        select event_id, user_id, type, occurred_at, campaign
        from attribution_events
        where app_id = '%1$s' and type in ('click', 'impression')
      ), journeys as (
        select c.event_id as conversion, c.user_id, c.revenue,
          case when t.event_id is null then '(organic)' else coalesce(t.campaign, '(none)') end as campaign,
          t.event_id is not null as touched,
          row_number() over journey as place,
          count(*) over (partition by c.event_id) as places,
          pow(2, -date_diff('microsecond', t.occurred_at, c.occurred_at) / (7 * 86400e6)) as weight
        from conversions c left join touches t on t.user_id = c.user_id
          and t.occurred_at <= c.occurred_at
          and t.occurred_at >= c.occurred_at
            - case t.type when 'click' then interval '%2$d hours' else interval '%3$d hours' end
        window journey as (partition by c.event_id order by t.occurred_at, t.event_id)
      ), credits as (
        select *,
          case when place = 1 then 1.0::double else 0 end as first_touch,
          case when place = places then 1.0::double else 0 end as last_touch,
          1.0::double / places as linear,
          case when touched then weight / sum(weight) over (partition by conversion) else 1 end as decay,
          case when places = 1 then 1.0::double when places = 2 then 0.5
            when place = 1 or place = places then 0.4 else 0.2 / (places - 2) end as position
        from journeys
      )
      select campaign, count(*) filter (touched) as touches, count(distinct user_id) as users,
        sum(first_touch) as conversions, sum(first_touch * revenue), sum(last_touch), sum(last_touch * revenue),
        sum(linear), sum(linear * revenue), sum(decay), sum(decay * revenue),
        sum(position), sum(position * revenue)
      from credits
      group by campaign
      order by conversions desc
      """;

  @Override
  public void run() throws SQLException {
    var settings = new Properties();
    settings.setProperty("threads", "2");
    try (var connection = DriverManager.getConnection("jdbc:duckdb:", settings)) {
      execute(connection, EVENTS.formatted(APP, 10_000_000, 1_000_000));
      execute(connection, IDENTITIES);
      measure(connection, "credit", Duration.ofDays(30), Duration.ofDays(30));
      measure(connection, "credit_default_windows", Duration.ofDays(7), Duration.ofHours(24));
    }
  }

  private static void measure(
      Connection connection, String figure, Duration clickWindow, Duration impressionWindow)
      throws SQLException {
    var query =
        new CreditQuery(
                APP,
                EnumSet.allOf(CreditModel.class),
                Instant.parse("2026-03-24T00:00:00Z"),
                Instant.parse("2026-03-31T00:00:00Z"),
                clickWindow,
                impressionWindow,
                Duration.ofDays(7),
                ZoneOffset.UTC,
                List.of(GroupBy.CAMPAIGN),
                List.of("purchase"),
                Map.of(),
                1_000,
                0)
            .toSql(Dialect.DUCKDB);
    var ours = query.sql().replace("{", "").replace("}", "");
    var peer = PEER.formatted(APP, clickWindow.toHours(), impressionWindow.toHours());
    var ourTimes = new double[RUNS];
    var peerTimes = new double[RUNS];
    // In turns, so that a noisy machine disturbs both alike.
    for (int run = 0; run < RUNS; run++) {
      ourTimes[run] = millis(connection, ours, query.values());
      peerTimes[run] = millis(connection, peer, List.of());
    }
    double our = Figure.median(ourTimes);
    double theirs = Figure.median(peerTimes);
    Figure.note("%s: written by hand %.0f ms", figure, theirs);
    Figure.times(figure, ourTimes);
    Figure.print(figure, our, "ms", theirs / our, 1.0);
  }

  private static double millis(Connection connection, String sql, List<@Nullable Object> values)
      throws SQLException {
    long start = System.nanoTime();
    try (var statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.size(); i++) {
        var value = values.get(i);
        statement.setObject(
            i + 1,
            value instanceof Instant instant
                ? LocalDateTime.ofInstant(instant, ZoneOffset.UTC)
                : value);
      }
      int rows = 0;
      try (var result = statement.executeQuery()) {
        while (result.next()) {
          rows++;
        }
      }
      if (rows < 200 || rows > 201) {
        throw new IllegalStateException("expected 200 campaigns, not " + rows);
      }
    }
    return Math.floor((System.nanoTime() - start) / 1e6);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
