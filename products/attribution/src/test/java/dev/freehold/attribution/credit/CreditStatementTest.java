package dev.freehold.attribution.credit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.eventstore.Dialect;
import dev.freehold.eventstore.Query;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The statements as they are sent, beside the files in {@code resources/credit}. */
class CreditStatementTest {

  private static final UUID APP = UUID.fromString("018f0000-0000-7000-8000-000000000001");

  @Test
  void lastTouchByCampaign() throws IOException {
    assertGolden("last_touch_by_campaign", query(Set.of(CreditModel.LAST_TOUCH), GroupBy.CAMPAIGN));
  }

  @Test
  void timeDecayByDay() throws IOException {
    assertGolden("time_decay_by_day", query(Set.of(CreditModel.TIME_DECAY), GroupBy.DAY));
  }

  @Test
  void allModelsByChannelAndCampaign() throws IOException {
    assertGolden(
        "all_models_by_channel_and_campaign",
        query(EnumSet.allOf(CreditModel.class), GroupBy.CHANNEL, GroupBy.CAMPAIGN));
  }

  @Test
  void valuesAreBoundAndNeverWrittenIntoTheText() {
    var hostile = "'; drop table attribution_events; --";
    var query =
        query(
            Set.of(CreditModel.LINEAR),
            List.of(hostile),
            Map.of(GroupBy.CHANNEL, hostile),
            GroupBy.CAMPAIGN);

    assertThat(query.toSql(Dialect.DUCKDB).sql()).doesNotContain("drop table");
    assertThat(query.toSql(Dialect.DUCKDB).values()).contains(hostile);
  }

  @Test
  void whatCannotBeAskedIsRefused() {
    assertThatThrownBy(() -> query(Set.of(), GroupBy.DAY)).hasMessageContaining("credit model");
    assertThatThrownBy(() -> query(Set.of(CreditModel.LINEAR))).hasMessageContaining("group by");
    assertThatThrownBy(() -> query(Set.of(CreditModel.LINEAR), GroupBy.DAY, GroupBy.DAY))
        .hasMessageContaining("once");
    assertThatThrownBy(
            () ->
                query(
                    Set.of(CreditModel.LINEAR),
                    List.of("purchase"),
                    Map.of(GroupBy.DAY, "2026-03-29"),
                    GroupBy.DAY))
        .hasMessageContaining("filter by");
  }

  private static CreditQuery query(Set<CreditModel> models, GroupBy... groupBy) {
    return query(models, List.of("purchase", "signup"), Map.of(), groupBy);
  }

  private static CreditQuery query(
      Set<CreditModel> models, List<String> types, Map<GroupBy, String> where, GroupBy... groupBy) {
    return new CreditQuery(
        APP,
        models,
        Instant.parse("2026-03-01T00:00:00Z"),
        Instant.parse("2026-04-01T00:00:00Z"),
        CreditQuery.DEFAULT_CLICK_WINDOW,
        CreditQuery.DEFAULT_IMPRESSION_WINDOW,
        Duration.ofDays(7),
        ZoneId.of("Europe/Berlin"),
        List.of(groupBy),
        types,
        where,
        100,
        0);
  }

  private static void assertGolden(String name, CreditQuery query) throws IOException {
    assertGolden(name, query.toSql(Dialect.DUCKDB));
    assertGolden(name + "_clickhouse", query.toSql(Dialect.CLICKHOUSE));
  }

  private static void assertGolden(String name, Query sql) throws IOException {
    var sent =
        sql.sql()
            + sql.values().stream()
                .map(value -> "-- " + value + "\n")
                .collect(Collectors.joining("", "\n", ""));
    try (var golden = CreditStatementTest.class.getResourceAsStream("/credit/" + name + ".sql")) {
      assertThat(golden)
          .as("src/test/resources/credit/%s.sql should hold%n%s", name, sent)
          .isNotNull();
      assertThat(sent).isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
