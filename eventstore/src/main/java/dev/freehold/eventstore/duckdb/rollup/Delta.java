package dev.freehold.eventstore.duckdb.rollup;

import dev.freehold.eventstore.Column;
import dev.freehold.eventstore.duckdb.rollup.tally.Part;
import dev.freehold.eventstore.duckdb.rollup.tally.Sketch;
import dev.freehold.eventstore.duckdb.rollup.tally.Tally;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;

/** What is added to one bucket: a row of a rollup's table. */
final class Delta {

  /** Which bucket of whom. */
  record Key(UUID tenant, long bucketMicros, List<@Nullable Object> by) {
    Key in(long otherBucketMicros) {
      return new Key(tenant, otherBucketMicros, by);
    }
  }

  private final Shape shape;
  private final Key key;
  private final Tally[] tallies;
  private final Sketch[] sketches;
  private long count;

  private Delta(Shape shape, Key key, Tally[] tallies, long count) {
    this.shape = shape;
    this.key = key;
    this.tallies = tallies;
    sketches = sketches(tallies);
    this.count = count;
  }

  static Delta empty(Shape shape, Key key) {
    return new Delta(shape, key, shape.parts().stream().map(Part::tally).toArray(Tally[]::new), 0);
  }

  /** A row of {@link Shape#fold}. */
  static Delta folded(Shape shape, ResultSet row) throws SQLException {
    return read(shape, row, true);
  }

  /** A row of {@link Shape#merge}. */
  static Delta merged(Shape shape, ResultSet row) throws SQLException {
    return read(shape, row, false);
  }

  private static Delta read(Shape shape, ResultSet row, boolean folded) throws SQLException {
    int at = 4;
    var by = new @Nullable Object[shape.by().size()];
    for (int i = 0; i < by.length; i++) {
      by[i] = row.getObject(at++);
    }
    long count = row.getLong(at++);
    var tallies = new ArrayList<Tally>(shape.parts().size());
    for (var part : shape.parts()) {
      tallies.add(folded ? part.read(row, at) : part.readMerged(row, at));
      at += folded ? part.folded().size() : part.merged().size();
    }
    var key = new Key(row.getObject(2, UUID.class), row.getLong(3), Arrays.asList(by));
    return new Delta(shape, key, tallies.toArray(Tally[]::new), count);
  }

  Key key() {
    return key;
  }

  /**
   * Adds a delta of a rollup that has all of this one's dimensions and measures.
   *
   * @param at where it has each of this one's measures
   */
  void add(Delta finer, int[] at) {
    count += finer.count;
    for (int i = 0; i < tallies.length; i++) {
      tallies[i].add(finer.tallies[at[i]]);
    }
  }

  void add(Delta other) {
    count += other.count;
    for (int i = 0; i < tallies.length; i++) {
      tallies[i].add(other.tallies[i]);
    }
  }

  /**
   * Adds a row to the sketches.
   *
   * @param values of all sketches of the scan
   * @param missing which of them the row does not have
   * @param at where among these each sketch's is
   */
  void sketch(long[] values, boolean[] missing, int[] at) {
    for (int i = 0; i < sketches.length; i++) {
      if (!missing[at[i]]) {
        sketches[i].add(values[at[i]]);
      }
    }
  }

  boolean agrees(Delta other) {
    for (int i = 0; i < tallies.length; i++) {
      if (!tallies[i].agrees(other.tallies[i])) {
        return false;
      }
    }
    return count == other.count;
  }

  /** In words, for a mismatch. */
  @Override
  public String toString() {
    var words = new StringBuilder(count + " events");
    for (int i = 0; i < tallies.length; i++) {
      words.append(", ").append(shape.rollup().measures().get(i)).append(' ').append(tallies[i]);
    }
    return words.toString();
  }

  void finish() {
    for (var tally : tallies) {
      tally.finish();
    }
  }

  void append(DuckDBAppender appender) throws SQLException {
    appender.beginRow();
    appender.append(key.tenant());
    appender.appendEpochMicros(key.bucketMicros());
    for (int i = 0; i < key.by().size(); i++) {
      append(appender, shape.by().get(i), key.by().get(i));
    }
    appender.append(count);
    for (var tally : tallies) {
      tally.append(appender);
    }
    appender.endRow();
  }

  private static Sketch[] sketches(Tally[] tallies) {
    return Arrays.stream(tallies)
        .filter(Sketch.class::isInstance)
        .map(Sketch.class::cast)
        .toArray(Sketch[]::new);
  }

  private static void append(DuckDBAppender appender, Column column, @Nullable Object value)
      throws SQLException {
    switch (value) {
      case null -> appender.appendNull();
      case String text -> appender.append(text);
      case UUID uuid -> appender.append(uuid);
      case Boolean truth -> appender.append((boolean) truth);
      default -> throw new IllegalStateException(column.name() + " of " + value.getClass());
    }
  }
}
