package dev.freehold.eventstore.duckdb.rollup;

import dev.freehold.eventstore.Level;
import dev.freehold.eventstore.Mismatch;
import dev.freehold.eventstore.Stream;
import dev.freehold.eventstore.duckdb.rollup.tally.Sql;
import dev.freehold.eventstore.question.Kept;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.duckdb.DuckDBConnection;

/**
 * The rollups of a store's streams. Rolling, compaction, and whatever takes rows away or changes
 * them must not run at the same time; questions may be asked by anybody.
 */
public final class Rollups {

  /** So many rows of one stream make a good portion to fold. */
  private static final long DUE_ROWS = 500_000;

  /** Until then a row is counted with each question instead. */
  private static final long DUE_AFTER_MICROS = 15_000_000;

  private final Engine engine;
  private final Kepts kepts;
  private final Roller roller;
  private final Compaction compaction;
  private final Map<Stream, List<Shape>> shapes = new LinkedHashMap<>();
  private final Map<Stream, List<Shape>> ready = new LinkedHashMap<>();
  private final List<Backfill> backfills = new ArrayList<>();

  /**
   * @throws IllegalArgumentException when a rollup is badly declared
   */
  public Rollups(Engine engine, List<Stream> streams) {
    this.engine = engine;
    kepts = new Kepts(engine);
    roller = new Roller(engine, kepts);
    compaction = new Compaction(engine, kepts);
    for (var stream : streams) {
      shapes.put(
          stream, stream.rollups().stream().map(rollup -> Shape.of(stream, rollup)).toList());
    }
  }

  /** Brings the tables of a file that was just opened in line with the streams. */
  public void ensure(Snapshot snapshot) throws SQLException {
    var state = new RollupState(snapshot.connection());
    for (var stream : shapes.keySet()) {
      var declared = shapes.getOrDefault(stream, List.of());
      state.ensure(stream, declared, snapshot.lastReceived(stream), engine.clock().instant());
      var found = state.found(stream);
      kepts.set(stream, found);
      var readable = new ArrayList<Shape>();
      for (var shape : declared) {
        var one = found.get(shape.rollup().name());
        if (one != null && one.ready()) {
          readable.add(shape);
        } else {
          backfills.add(new Backfill(engine, kepts, shape));
        }
      }
      ready.put(stream, readable);
    }
  }

  /** The latest receipt that rollups have counted, in microseconds; later ones must be greater. */
  public long lastRolled(DuckDBConnection connection) throws SQLException {
    long last = 0;
    var state = new RollupState(connection);
    for (var stream : shapes.keySet()) {
      last = Math.max(last, state.watermark(stream));
    }
    return last;
  }

  /** What of a tenant's stream can be read now. */
  public Kept kept(UUID tenant, Stream stream) {
    return kepts.of(tenant, stream);
  }

  /**
   * Makes buckets anew after rows of these event times went or came, in the same transaction.
   *
   * @param snapshot sees the rows as they are after the change
   * @param times in microseconds
   */
  public void touched(Snapshot snapshot, Stream stream, UUID tenant, long[] times)
      throws SQLException {
    for (var backfill : backfills) {
      if (backfill.shape().stream().equals(stream)) {
        backfill.restart();
      }
    }
    for (var shape : ready.getOrDefault(stream, List.of())) {
      new Recomputing(snapshot, shape, tenant, kepts.of(tenant, stream)).of(times);
    }
  }

  /** When events of a person were, in microseconds cut to minutes. */
  public long[] times(Snapshot snapshot, Stream stream, UUID tenant, String person)
      throws SQLException {
    var sql =
        "select distinct epoch_us(date_trunc('minute', %s)) from %s where %s = ?"
            .formatted(
                Sql.quoted(stream.time()),
                snapshot.rows(stream, tenant),
                Sql.quoted(stream.person()));
    var times = LongStream.builder();
    try (var statement = snapshot.connection().prepareStatement(sql)) {
      statement.setString(1, person);
      try (var row = statement.executeQuery()) {
        while (row.next()) {
          times.add(row.getLong(1));
        }
      }
    }
    return times.build().toArray();
  }

  /** Removes the buckets that are about a person alone, whether rows are left of them or not. */
  public void forgetPerson(DuckDBConnection connection, Stream stream, UUID tenant, String person)
      throws SQLException {
    for (var shape : shapes.getOrDefault(stream, List.of())) {
      if (shape.rollup().by().contains(stream.person())) {
        for (var level : Level.values()) {
          try (var statement =
              connection.prepareStatement(
                  "delete from %s where tenant_id = ? and %s = ?"
                      .formatted(shape.table(level), Sql.quoted(stream.person())))) {
            statement.setObject(1, tenant);
            statement.setString(2, person);
            statement.execute();
          }
        }
      }
    }
  }

  /** A tenant's buckets were removed, also those of rollups that are being filled. */
  public void forgotten() {
    backfills.forEach(Backfill::restart);
  }

  /** Buckets that say something else than their rows. */
  public List<Mismatch> reconcile(UUID tenant, Stream stream, Instant from, Instant to)
      throws SQLException {
    return engine.read(
        snapshot -> {
          var mismatches = new ArrayList<Mismatch>();
          var reconciling = new Reconciling(snapshot, tenant, kepts.of(tenant, stream));
          for (var shape : ready.getOrDefault(stream, List.of())) {
            mismatches.addAll(reconciling.of(shape, from, to));
          }
          return mismatches;
        });
  }

  /** Is given a statement with the buckets of one table. */
  @FunctionalInterface
  public interface Sink {
    void take(String name, String select) throws SQLException;
  }

  /**
   * Hands over a tenant's buckets in a form that other engines can read.
   *
   * @param before in microseconds; buckets that begin then or later are left out
   */
  public void portable(
      DuckDBConnection connection, Stream stream, UUID tenant, long before, Sink sink)
      throws SQLException {
    for (var shape : ready.getOrDefault(stream, List.of())) {
      new Portable(connection, shape).write(tenant, before, sink);
    }
  }

  /** The tables of a stream's rollups, with their schema. */
  public List<String> tables(Stream stream) {
    var names = new ArrayList<String>();
    for (var shape : shapes.getOrDefault(stream, List.of())) {
      for (var level : Level.values()) {
        names.add(Shape.SCHEMA + "." + shape.name(level));
      }
    }
    return names;
  }

  /** By rollup a statement: each tenant's events and whole sums in the buckets of a level. */
  public Map<String, String> totals(Stream stream, Level level, Instant from) {
    var statements = new LinkedHashMap<String, String>();
    for (var shape : ready.getOrDefault(stream, List.of())) {
      statements.put(shape.rollup().name(), shape.totals(level, from));
    }
    return statements;
  }

  /** Merges deltas and drops what is retired. */
  public void compact() throws SQLException {
    for (var some : ready.values()) {
      for (var shape : some) {
        compaction.compact(shape);
      }
    }
  }

  /**
   * The same where it is worth while.
   *
   * @param busy whether rows come in so fast that only the most urgent should be done
   */
  public void compactWhatIsDue(boolean busy) throws SQLException {
    for (var some : ready.values()) {
      for (var shape : some) {
        compaction.compactWhatIsDue(shape, busy);
      }
    }
  }

  /** Puts all rows that are durable now into the rollups; true when there were any. */
  public boolean roll() throws SQLException {
    boolean any = false;
    for (var stream : shapes.keySet()) {
      if (!stream.rollups().isEmpty()) {
        any |= roller.roll(stream, ready.getOrDefault(stream, List.of()));
      }
    }
    return any;
  }

  /** Fills new rollups a step further; true when there is more to do. */
  public boolean backfill() throws SQLException {
    if (backfills.isEmpty()) {
      return false;
    }
    var backfill = backfills.getFirst();
    if (backfill.advance()) {
      backfills.removeFirst();
      publish(backfill.shape());
    }
    return true;
  }

  /**
   * Whether so many rows wait to be rolled up, or one for so long, that it is worth while.
   *
   * @param micros now, in microseconds
   */
  public boolean isDue(long micros) throws SQLException {
    return engine.read(
        snapshot -> {
          var state = new RollupState(snapshot.connection());
          for (var stream : shapes.keySet()) {
            if (!stream.rollups().isEmpty()
                && state.isDue(stream, micros - DUE_AFTER_MICROS, DUE_ROWS)) {
              return true;
            }
          }
          return false;
        });
  }

  /**
   * Says that all rows up to a receipt are counted, which is later than any there is; false, and
   * nothing is changed, where rows still wait to be.
   */
  public boolean advance(Snapshot snapshot, Stream stream, long micros) throws SQLException {
    var state = new RollupState(snapshot.connection());
    if (stream.rollups().isEmpty()) {
      return true;
    }
    if (state.isDue(stream, micros, 1)) {
      return false;
    }
    state.setWatermark(stream, micros);
    return true;
  }

  /** Up to which receipt, in microseconds, rows are no longer needed for rolling up. */
  public long rolledTo(Stream stream) throws SQLException {
    if (stream.rollups().isEmpty()) {
      return Long.MAX_VALUE;
    }
    return engine.read(snapshot -> new RollupState(snapshot.connection()).watermark(stream));
  }

  /** Asks them. */
  public Questions questions() {
    return new Questions(shapes, kepts);
  }

  private void publish(Shape shape) throws SQLException {
    ready.computeIfAbsent(shape.stream(), _ -> new ArrayList<>()).add(shape);
    kepts.set(
        shape.stream(),
        engine.read(snapshot -> new RollupState(snapshot.connection()).found(shape.stream())));
  }
}
