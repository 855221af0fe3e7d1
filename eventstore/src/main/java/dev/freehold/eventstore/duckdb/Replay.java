package dev.freehold.eventstore.duckdb;

import dev.freehold.eventstore.Column;
import dev.freehold.eventstore.EventStoreUnavailable;
import dev.freehold.eventstore.duckdb.journal.Written;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts what an earlier process left in the journal into the database, in one transaction. Columns
 * go by name: since a row was written others may have been added, which it leaves null.
 */
final class Replay {

  private static final Logger LOG = LoggerFactory.getLogger(Replay.class);

  private record Shape(String stream, List<Column> columns) {}

  private final Database database;
  private final Schema schema;

  Replay(Database database, Schema schema) {
    this.database = database;
    this.schema = schema;
  }

  void apply(List<Written> written) throws SQLException {
    if (written.isEmpty()) {
      return;
    }
    var shapes = new LinkedHashMap<Shape, List<Written>>();
    for (var one : written) {
      shapes
          .computeIfAbsent(new Shape(one.stream(), one.columns()), _ -> new java.util.ArrayList<>())
          .add(one);
    }
    database.execute("begin transaction");
    for (var shape : shapes.entrySet()) {
      append(database.writer(), shape.getKey(), shape.getValue());
    }
    Positions.add(database.writer(), written.getLast().received());
    database.execute("commit");
    LOG.info("Put rows into the database that were in the journal alone: {}", counts(written));
  }

  private void append(DuckDBConnection connection, Shape shape, List<Written> written)
      throws SQLException {
    var present = schema.columnsOf(shape.stream());
    for (var column : shape.columns()) {
      if (!present.contains(column.name())) {
        throw new EventStoreUnavailable(
            "the journal has rows of %s with the column %s, which the database does not have"
                .formatted(shape.stream(), column.name()));
      }
    }
    try (var rows = new HotRows(connection, shape.stream(), shape.columns(), present)) {
      for (var one : written) {
        for (var row : one.rows()) {
          rows.add(one.tenant(), one.received(), row);
        }
      }
    }
  }

  private static Map<String, Integer> counts(List<Written> written) {
    return written.stream()
        .collect(
            Collectors.groupingBy(
                Written::stream, Collectors.summingInt(one -> one.rows().size())));
  }
}
