package dev.freehold.eventstore.duckdb.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.eventstore.Column;
import dev.freehold.eventstore.ColumnRole;
import dev.freehold.eventstore.ColumnType;
import dev.freehold.eventstore.Level;
import dev.freehold.eventstore.Measure.Distinct;
import dev.freehold.eventstore.Measure.Quantile;
import dev.freehold.eventstore.Measure.Sum;
import dev.freehold.eventstore.Stream;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FoldTest {

  private static final Stream STREAM =
      new Stream(
              "uses",
              "id",
              "occurred_at",
              "person",
              List.of(
                  Column.required("id", ColumnType.TEXT),
                  Column.required("occurred_at", ColumnType.TIMESTAMP),
                  Column.optional("person", ColumnType.TEXT).as(ColumnRole.IDENTITY),
                  Column.optional("model", ColumnType.TEXT).as(ColumnRole.DIMENSION),
                  Column.optional("tokens", ColumnType.LONG).as(ColumnRole.MEASURE)))
          .rolledUp(
              "by_model",
              List.of("model"),
              new Quantile("tokens", 0.5),
              new Sum("tokens"),
              new Distinct("person"))
          .rolledUp("total", List.of(), new Sum("tokens"), new Distinct("person"))
          .rolledUp("spread", List.of(), new Quantile("tokens", 0.9));

  private static final List<Shape> SHAPES =
      STREAM.rollups().stream().map(rollup -> Shape.of(STREAM, rollup)).toList();

  private DuckDBConnection connection;

  @BeforeEach
  void open() throws SQLException {
    connection = (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  /** Two tenants over three minutes; a value of each column is missing now and then. */
  private void rows(int count) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(
          """
          create or replace table uses as
          select ('018f0000-0000-7000-8000-00000000000' || (1 + i %% 2))::uuid as tenant_id,
            'e' || i as id, make_timestamp(1767225600000000 + i * 180000000 // %1$d) as occurred_at,
            case when i %% 11 <> 0 then 'person ' || hash(i) %% 3000 end as person,
            case when i %% 7 <> 0 then 'model ' || i %% 5 end as model,
            case when i %% 13 <> 0 then (hash(i + 1) %% 1000)::bigint - 500 end as tokens
          from range(%1$d) rows(i)
          """
              .formatted(count));
    }
  }

  private Map<Shape, Map<Delta.Key, Delta>> folded(List<Shape> shapes) throws SQLException {
    return new Fold(connection, "uses", "true", Level.MINUTE)
        .of(shapes).entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    entry ->
                        entry.getValue().stream()
                            .collect(Collectors.toMap(Delta::key, Function.identity()))));
  }

  private static <K, V> V of(K key, Map<K, V> found) {
    var value = found.get(key);
    assertThat(value).isNotNull();
    return Objects.requireNonNull(value);
  }

  @Test
  void aRollupThatAnotherContainsIsTheSameAsFoldedAlone() throws SQLException {
    rows(30_000);
    var together = folded(SHAPES);

    for (var shape : SHAPES) {
      var alone = of(shape, folded(List.of(shape)));
      var found = of(shape, together);
      assertThat(found.keySet()).isEqualTo(alone.keySet());
      found.forEach((key, delta) -> assertThat(delta.agrees(of(key, alone))).isTrue());
    }
  }

  @Test
  void sumsAndSketchesAreWhatTheRowsSay() throws SQLException {
    rows(30_000);
    var total = of(SHAPES.get(1), folded(SHAPES));

    try (var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                """
                select tenant_id, epoch_us(date_trunc('minute', occurred_at)), count(*),
                  sum(tokens), count(tokens), count(distinct person)
                from uses group by 1, 2
                """)) {
      int buckets = 0;
      while (row.next()) {
        var key = new Delta.Key(row.getObject(1, java.util.UUID.class), row.getLong(2), List.of());
        var words = String.valueOf(total.get(key));
        assertThat(words)
            .startsWith(row.getLong(3) + " events")
            .contains(" " + row.getLong(4) + " of " + row.getLong(5) + ",");
        double estimate =
            Double.parseDouble(words.replaceAll("(?s).*about (\\d+) different.*", "$1"));
        assertThat(estimate)
            .isCloseTo(row.getLong(6), org.assertj.core.data.Percentage.withPercentage(7));
        buckets++;
      }
      assertThat(total).hasSize(buckets).hasSizeGreaterThan(5);
    }
  }

  @Test
  void fewDifferentValuesAreCountedExactly() throws SQLException {
    rows(40);
    var total = of(SHAPES.get(1), folded(SHAPES));

    assertThat(total.values())
        .extracting(Delta::toString)
        .allMatch(words -> words.contains("about"));
    try (var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                """
                select count(distinct person) from uses
                group by tenant_id, date_trunc('minute', occurred_at) order by 1
                """)) {
      var expected = new java.util.ArrayList<String>();
      while (row.next()) {
        expected.add("Distinct[column=person] about " + row.getLong(1) + " different");
      }
      assertThat(total.values().stream().map(delta -> delta.toString().replaceAll(".*, ", "")))
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }
}
