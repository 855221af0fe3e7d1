package dev.freehold.eventstore.duckdb.rollup;

import dev.freehold.eventstore.Level;
import dev.freehold.eventstore.duckdb.rollup.tally.Sql;
import dev.freehold.eventstore.question.Buckets;
import dev.freehold.eventstore.question.Kept;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.duckdb.DuckDBConnection;

/** The deltas of one rollup that came out of one fold, at all levels that are kept of them. */
final class Deltas {

  private static final long MICROS_PER_HOUR = 3_600_000_000L;
  private static final long MICROS_PER_DAY = 24 * MICROS_PER_HOUR;

  private final Shape shape;
  private final Function<UUID, Kept> keptOf;
  private final Map<UUID, Map<Level, Long>> keptFrom = new HashMap<>();
  private final List<Delta> minutes = new ArrayList<>();
  private final Map<Level, List<Delta>> levels = new EnumMap<>(Level.class);

  Deltas(Shape shape, Function<UUID, Kept> keptOf) {
    this.shape = shape;
    this.keptOf = keptOf;
  }

  Shape shape() {
    return shape;
  }

  /** Runs a fold over rows. */
  void fold(DuckDBConnection connection, String rows, String where) throws SQLException {
    fold(connection, rows, where, Level.MINUTE);
  }

  /** The same where finer levels are kept of none of the rows. */
  void fold(DuckDBConnection connection, String rows, String where, Level finest)
      throws SQLException {
    fold(List.of(this), connection, rows, where, finest);
  }

  /** Folds the same rows into the deltas of several rollups of one stream. */
  static void fold(
      List<Deltas> all, DuckDBConnection connection, String rows, String where, Level finest)
      throws SQLException {
    var fold = new Fold(connection, rows, where, finest);
    var folded = fold.of(all.stream().map(Deltas::shape).toList());
    all.forEach(deltas -> deltas.minutes.addAll(folded.getOrDefault(deltas.shape, List.of())));
  }

  int size() {
    return minutes.size();
  }

  /** Merges upward, and makes sketches ready to be written. */
  void finish() {
    levels.clear();
    var finer = minutes;
    levels.put(Level.MINUTE, minutes);
    for (var level : List.of(Level.HOUR, Level.DAY, Level.MONTH)) {
      finer = raise(finer, level);
      levels.put(level, finer);
    }
    // Only now: a sketch is made of the tally that the next level is made from.
    levels.forEach(
        (level, deltas) ->
            deltas.stream().filter(delta -> isKept(delta, level)).forEach(Delta::finish));
  }

  /** Writes what was finished, each level as far as it is kept. */
  void append(DuckDBConnection connection) throws SQLException {
    for (var level : levels.entrySet()) {
      append(connection, level.getKey(), level.getValue());
    }
    levels.clear();
    minutes.clear();
  }

  /** What was folded, in the buckets of a level. */
  Collection<Delta> at(Level level) {
    return raise(minutes, level);
  }

  private List<Delta> raise(List<Delta> finer, Level level) {
    var raised = new HashMap<Delta.Key, Delta>();
    for (var delta : finer) {
      var key = delta.key().in(bucket(level, delta.key().bucketMicros()));
      raised.computeIfAbsent(key, k -> Delta.empty(shape, k)).add(delta);
    }
    return new ArrayList<>(raised.values());
  }

  /** Writes deltas of one level, as far as it is kept. */
  void append(DuckDBConnection connection, Level level, Collection<Delta> deltas)
      throws SQLException {
    try (var appender = connection.createAppender(Shape.SCHEMA, shape.name(level))) {
      for (var delta : deltas) {
        if (isKept(delta, level)) {
          delta.append(appender);
        }
      }
    }
  }

  private boolean isKept(Delta delta, Level level) {
    return delta.key().bucketMicros() >= keptFrom(delta.key().tenant(), level);
  }

  private long keptFrom(UUID tenant, Level level) {
    return keptFrom.computeIfAbsent(tenant, this::keptFrom).getOrDefault(level, Long.MIN_VALUE);
  }

  private Map<Level, Long> keptFrom(UUID tenant) {
    var kept = keptOf.apply(tenant);
    var from = new EnumMap<Level, Long>(Level.class);
    for (var level : Level.values()) {
      from.put(level, Sql.micros(kept.bucketsFrom(level)));
    }
    return from;
  }

  private static long bucket(Level level, long micros) {
    return switch (level) {
      case MINUTE -> micros;
      case HOUR -> Math.floorDiv(micros, MICROS_PER_HOUR) * MICROS_PER_HOUR;
      case DAY -> Math.floorDiv(micros, MICROS_PER_DAY) * MICROS_PER_DAY;
      case MONTH -> Sql.micros(Buckets.floor(level, Sql.instant(micros)));
    };
  }
}
