package dev.freehold.eventstore.duckdb.rollup;

import dev.freehold.eventstore.Level;
import dev.freehold.eventstore.Stream;
import dev.freehold.eventstore.duckdb.rollup.tally.Sql;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * The tables that say how far a file's rollups are: per stream the receipt up to which rows are in
 * all of its rollups, per rollup since when it exists.
 */
final class RollupState {

  /**
   * A rollup's row.
   *
   * @param createdMicros when it was added to a stream that had rows; null when it was there first
   * @param ready whether the rows of before are in it
   */
  record Found(String definition, @Nullable Long createdMicros, boolean ready) {}

  private final DuckDBConnection connection;

  RollupState(DuckDBConnection connection) {
    this.connection = connection;
  }

  /**
   * Makes the tables of rollups that are new, and drops those no longer declared.
   *
   * @param last the latest receipt of the stream's rows, null when there are none
   */
  void ensure(Stream stream, List<Shape> shapes, @Nullable Long last, Instant now)
      throws SQLException {
    execute("create schema if not exists rollup");
    execute("create table if not exists rollup.watermark (stream varchar, received_at timestamp)");
    execute(
        """
        create table if not exists rollup.state (
          stream varchar, rollup varchar, definition varchar, created_at timestamp, ready boolean)
        """);
    if (shapes.isEmpty()) {
      // Rows are sealed without being rolled up from now on.
      removeWatermark(stream);
    } else if (!hasWatermark(stream)) {
      // What is there already is for the backfill, not for the roller.
      setWatermark(stream, last == null ? 0 : last);
    }
    var found = found(stream);
    var wanted = new HashSet<String>();
    for (var shape : shapes) {
      wanted.add(shape.rollup().name());
      var old = found.get(shape.rollup().name());
      if (old == null || !old.definition().equals(shape.definition())) {
        drop(stream, shape.rollup().name());
        create(shape, last == null ? null : Sql.micros(now));
      }
    }
    for (var name : found.keySet()) {
      if (!wanted.contains(name)) {
        drop(stream, name);
      }
    }
  }

  Map<String, Found> found(Stream stream) throws SQLException {
    var found = new HashMap<String, Found>();
    try (var statement =
        connection.prepareStatement(
            """
            select rollup, definition, epoch_us(created_at), ready
            from rollup.state where stream = ?
            """)) {
      statement.setString(1, stream.name());
      try (var row = statement.executeQuery()) {
        while (row.next()) {
          long created = row.getLong(3);
          boolean first = row.wasNull();
          found.put(
              row.getString(1),
              new Found(row.getString(2), first ? null : created, row.getBoolean(4)));
        }
      }
    }
    return found;
  }

  private boolean hasWatermark(Stream stream) throws SQLException {
    try (var statement =
        connection.prepareStatement("select 1 from rollup.watermark where stream = ?")) {
      statement.setString(1, stream.name());
      try (var row = statement.executeQuery()) {
        return row.next();
      }
    }
  }

  /** Microseconds; rows received later are not in the rollups. */
  long watermark(Stream stream) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            "select coalesce(max(epoch_us(received_at)), 0) from rollup.watermark where stream = ?")) {
      statement.setString(1, stream.name());
      try (var row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /** Whether so many rows wait, or one since before an instant. */
  boolean isDue(Stream stream, long sinceMicros, long rows) throws SQLException {
    var sql =
        "select count(*), coalesce(epoch_us(min(received_at)), %d) from %s where %s"
            .formatted(
                Long.MAX_VALUE, Sql.quoted(stream.name()), Roller.received(watermark(stream)));
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1) >= rows || row.getLong(2) <= sinceMicros;
    }
  }

  void setWatermark(Stream stream, long micros) throws SQLException {
    removeWatermark(stream);
    try (var statement =
        connection.prepareStatement("insert into rollup.watermark values (?, make_timestamp(?))")) {
      statement.setString(1, stream.name());
      statement.setLong(2, micros);
      statement.execute();
    }
  }

  private void removeWatermark(Stream stream) throws SQLException {
    try (var statement =
        connection.prepareStatement("delete from rollup.watermark where stream = ?")) {
      statement.setString(1, stream.name());
      statement.execute();
    }
  }

  void setReady(Shape shape) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            "update rollup.state set ready = true where stream = ? and rollup = ?")) {
      statement.setString(1, shape.stream().name());
      statement.setString(2, shape.rollup().name());
      statement.execute();
    }
  }

  private void create(Shape shape, @Nullable Long createdMicros) throws SQLException {
    for (var level : Level.values()) {
      execute(shape.create(level));
    }
    try (var statement =
        connection.prepareStatement(
            "insert into rollup.state values (?, ?, ?, make_timestamp(?::bigint), ?)")) {
      statement.setString(1, shape.stream().name());
      statement.setString(2, shape.rollup().name());
      statement.setString(3, shape.definition());
      statement.setObject(4, createdMicros);
      statement.setBoolean(5, createdMicros == null);
      statement.execute();
    }
  }

  private void drop(Stream stream, String rollup) throws SQLException {
    for (var level : Level.values()) {
      execute(
          "drop table if exists rollup."
              + Sql.quoted(stream.name() + "$" + rollup + "$" + Sql.name(level)));
    }
    try (var statement =
        connection.prepareStatement("delete from rollup.state where stream = ? and rollup = ?")) {
      statement.setString(1, stream.name());
      statement.setString(2, rollup);
      statement.execute();
    }
  }

  private void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
