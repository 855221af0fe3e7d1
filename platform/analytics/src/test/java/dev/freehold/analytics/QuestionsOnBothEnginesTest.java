package dev.freehold.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.eventstore.clickhouse.ClickHouseEventStore;
import dev.freehold.eventstore.clickhouse.ClickHouseServer;
import dev.freehold.eventstore.clickhouse.ClickHouseSettings;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every statement of {@link QuestionSqlTest}, over the same random events in both engines. */
class QuestionsOnBothEnginesTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** Fractions are added up in another order. */
  private static final MathContext DIGITS = new MathContext(9);

  private static ClickHouseServer server;
  private static AnalyticsWorld duckDb;
  private static AnalyticsWorld clickHouse;

  @BeforeAll
  static void fill(@TempDir Path data, @TempDir Path folder) {
    server = ClickHouseServer.start(data);
    duckDb = new AnalyticsWorld(folder).fill(51, 3_000, 30, 120);
    clickHouse =
        new AnalyticsWorld(
                ClickHouseEventStore.open(
                    ClickHouseSettings.of(server.url("analytics")), AnalyticsStreams.ALL))
            .fill(51, 3_000, 30, 120);
  }

  @AfterAll
  static void close() {
    if (clickHouse != null) {
      duckDb.close();
      clickHouse.close();
    }
    if (server != null) {
      server.close();
    }
  }

  static Stream<QuestionSqlTest.Named> questions() {
    return QuestionSqlTest.questions();
  }

  @ParameterizedTest
  @MethodSource("questions")
  void aStatementFindsTheSame(QuestionSqlTest.Named question) {
    assertThat(rows(clickHouse, question)).isEqualTo(rows(duckDb, question));
  }

  /** Where two rows are as good, the engines may name either first. */
  private static List<String> rows(AnalyticsWorld world, QuestionSqlTest.Named question) {
    var query = question.statement().apply(world.store.dialect());
    return world.store.query(world.caller().tenantId(), query, LIMIT, row -> values(row)).stream()
        .map(values -> question.name().startsWith("trend") ? withoutStepOfAll(values) : values)
        .map(List::toString)
        .sorted()
        .toList();
  }

  /** The row over all steps has none; ClickHouse says zero there, and nobody reads it. */
  private static List<@Nullable String> withoutStepOfAll(List<@Nullable String> values) {
    if ("1".equals(values.get(2))) {
      values.set(0, "all");
    }
    return values;
  }

  private static List<@Nullable String> values(ResultSet row) throws SQLException {
    var values = new ArrayList<@Nullable String>();
    int columns = row.getMetaData().getColumnCount();
    for (int i = 1; i <= columns; i++) {
      values.add(plain(row.getObject(i)));
    }
    return values;
  }

  private static @Nullable String plain(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Boolean truth -> truth ? "1" : "0";
      case Number number ->
          new BigDecimal(number.toString()).round(DIGITS).stripTrailingZeros().toPlainString();
      case java.sql.Timestamp time -> time.toLocalDateTime().toString();
      case LocalDateTime time -> time.toString();
      default -> value.toString();
    };
  }
}
