package dev.freehold.eventstore.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.eventstore.Calls;
import dev.freehold.eventstore.Filter;
import dev.freehold.eventstore.Interval;
import dev.freehold.eventstore.Level;
import dev.freehold.eventstore.Question;
import dev.freehold.eventstore.Tiers;
import dev.freehold.eventstore.question.Kept;
import dev.freehold.eventstore.question.Planner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The SQL that is sent, word for word; with GOLDEN_WRITE set they are written anew. */
class TablesTest {

  private static final Path GOLDEN =
      Path.of("src/test/resources/dev/freehold/eventstore/clickhouse");

  private static final Layout SINGLE = new Layout("events", null);
  private static final Layout CLUSTER = new Layout("events", "main");
  private static final UUID TENANT = new UUID(0x0198_0000_0000_7000L, 1);
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void theTablesOfOneServer() throws IOException {
    assertGolden("single.sql", tables(SINGLE));
  }

  @Test
  void theTablesOfACluster() throws IOException {
    assertGolden("cluster.sql", tables(CLUSTER));
  }

  @Test
  void aQuestionOverBucketsAndRows() throws IOException {
    var question =
        new Question(
            Calls.STREAM,
            Calls.MEASURES,
            List.of("model"),
            List.of(Filter.is("model", "o'small")),
            Instant.parse("2026-01-10T00:00:00Z"),
            Instant.parse("2026-04-01T00:30:30Z"),
            Interval.DAY,
            ZoneId.of("Europe/Zurich"),
            List.of(new Question.Order(1, true)),
            50);
    var kept = new Kept(Tiers.FOREVER, NOW, Map.of("by_model", Kept.ALWAYS));
    var table = new EventTable(Calls.STREAM, SINGLE);
    var shape = Shape.of(Calls.STREAM, Calls.STREAM.rollups().getFirst(), SINGLE);
    var bound =
        new QuestionSql(Planner.plan(question, kept), table, shape, TENANT, 1_000_000).toSql();

    assertGolden("question.sql", bound.sql() + "\n-- " + bound.parameters() + "\n");
  }

  private static String tables(Layout layout) {
    var statements = new java.util.ArrayList<>(new EventTable(Calls.STREAM, layout).create());
    statements.addAll(
        Shape.of(Calls.STREAM, Calls.STREAM.rollups().getFirst(), layout).create(Level.HOUR));
    statements.addAll(Rolling.createProgress(layout));
    return statements.stream().map(sql -> sql + ";\n").collect(Collectors.joining("\n"));
  }

  private static void assertGolden(String name, String sql) throws IOException {
    var file = GOLDEN.resolve(name);
    if (System.getenv("GOLDEN_WRITE") != null) {
      Files.createDirectories(GOLDEN);
      Files.writeString(file, sql);
    }
    assertThat(sql).isEqualTo(Files.readString(file));
  }
}
