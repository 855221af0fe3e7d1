package dev.freehold.eventstore.duckdb.rollup;

import dev.freehold.eventstore.Level;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * Folds rows into deltas. What SQL adds up is one statement per rollup. Sketches are made here, of
 * one scan for all rollups in which each row names its deltas by hashes of their keys: a list of
 * values per delta takes the engine and the driver several times as long. A rollup that another one
 * contains is not folded, but added up from that one's deltas.
 *
 * @param rows a subquery with {@code tenant_id}
 * @param finest the level of the deltas
 */
record Fold(DuckDBConnection connection, String rows, String where, Level finest) {

  /** The deltas of a rollup that has sketches, by the hash of their key. */
  private record Sketched(Shape shape, DeltaIndex byKey) {}

  /** Finds deltas for each of some rollups of the same stream. */
  Map<Shape, List<Delta>> of(List<Shape> shapes) throws SQLException {
    var folded = new HashMap<Shape, List<Delta>>();
    var sketched = new ArrayList<Sketched>();
    for (var shape : shapes) {
      if (containing(shape, shapes).isEmpty()) {
        var byKey = new DeltaIndex();
        folded.put(shape, added(shape, byKey));
        if (!shape.sketches().isEmpty()) {
          sketched.add(new Sketched(shape, byKey));
        }
      }
    }
    if (!sketched.isEmpty()) {
      sketch(sketched);
    }
    // By falling number of dimensions: one that is contained may contain another.
    for (var shape : shapes.stream().sorted((a, b) -> b.by().size() - a.by().size()).toList()) {
      var finer = containing(shape, shapes);
      if (finer.isPresent()) {
        folded.put(shape, within(shape, finer.get(), folded.getOrDefault(finer.get(), List.of())));
      }
    }
    return folded;
  }

  /** The rollup with the fewest dimensions more that has all of one's dimensions and measures. */
  private static Optional<Shape> containing(Shape shape, List<Shape> shapes) {
    return shapes.stream()
        .filter(other -> other.by().size() > shape.by().size() && other.contains(shape))
        .min((a, b) -> a.by().size() - b.by().size());
  }

  private List<Delta> added(Shape shape, DeltaIndex byKey) throws SQLException {
    var deltas = new ArrayList<Delta>();
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(shape.fold(rows, where, finest))) {
      while (row.next()) {
        var delta = Delta.folded(shape, row);
        deltas.add(delta);
        byKey.put(row.getLong(1), delta);
      }
    }
    return deltas;
  }

  private void sketch(List<Sketched> sketched) throws SQLException {
    var values =
        sketched.stream().flatMap(one -> one.shape().sketches().stream()).distinct().toList();
    var places = new int[sketched.size()][];
    var columns = new ArrayList<String>();
    for (int i = 0; i < places.length; i++) {
      var shape = sketched.get(i).shape();
      columns.add(shape.key(finest));
      places[i] = shape.sketches().stream().mapToInt(values::indexOf).toArray();
    }
    values.forEach(value -> columns.add(value.sql()));
    var sql = "select " + String.join(", ", columns) + " from " + rows + " where " + where;
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      var read = new long[values.size()];
      var missing = new boolean[values.size()];
      while (row.next()) {
        for (int i = 0; i < read.length; i++) {
          read[i] = values.get(i).read(row, 1 + places.length + i);
          missing[i] = row.wasNull();
        }
        for (int i = 0; i < places.length; i++) {
          sketched.get(i).byKey().get(row.getLong(1 + i)).sketch(read, missing, places[i]);
        }
      }
    }
  }

  private static List<Delta> within(Shape shape, Shape finer, List<Delta> deltas) {
    int[] dimensions = shape.by().stream().mapToInt(finer.by()::indexOf).toArray();
    int[] measures =
        shape.rollup().measures().stream().mapToInt(finer.rollup().measures()::indexOf).toArray();
    var added = new HashMap<Delta.Key, Delta>();
    for (var delta : deltas) {
      var by = new ArrayList<@Nullable Object>();
      for (int at : dimensions) {
        by.add(delta.key().by().get(at));
      }
      var key = new Delta.Key(delta.key().tenant(), delta.key().bucketMicros(), by);
      added.computeIfAbsent(key, k -> Delta.empty(shape, k)).add(delta, measures);
    }
    return new ArrayList<>(added.values());
  }
}
