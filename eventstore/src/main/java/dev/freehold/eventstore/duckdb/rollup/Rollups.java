package dev.freehold.eventstore.duckdb.rollup;

import dev.freehold.eventstore.Stream;
import dev.freehold.eventstore.question.Kept;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.duckdb.DuckDBConnection;

/**
 * The rollups of a store's streams. One thread at a time rolls, compacts, or recomputes what a
 * correction touched: {@link #lock} says which.
 */
public final class Rollups {

  private final Engine engine;
  private final Kepts kepts;
  private final Roller roller;
  private final ReentrantLock lock = new ReentrantLock();
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
      state.ensure(stream, declared, snapshot.rows(stream), engine.clock().instant());
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

  /** Puts all rows that are durable now into the rollups; true when there were any. */
  public boolean roll() throws SQLException {
    lock.lock();
    try {
      boolean any = false;
      for (var stream : ready.keySet()) {
        var some = ready.getOrDefault(stream, List.of());
        if (!shapes.getOrDefault(stream, List.of()).isEmpty()) {
          any |= roller.roll(stream, some);
        }
      }
      return any;
    } finally {
      lock.unlock();
    }
  }

  /** Fills new rollups a step further; true when there is more to do. */
  public boolean backfill() throws SQLException {
    lock.lock();
    try {
      for (Iterator<Backfill> each = backfills.iterator(); each.hasNext(); ) {
        var backfill = each.next();
        if (backfill.advance()) {
          each.remove();
          publish(backfill.shape());
        }
        return true;
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Held while rows are taken away or changed, so that none is rolled up at the same time. */
  public ReentrantLock lock() {
    return lock;
  }

  private void publish(Shape shape) throws SQLException {
    ready.computeIfAbsent(shape.stream(), _ -> new ArrayList<>()).add(shape);
    kepts.set(
        shape.stream(),
        engine.read(snapshot -> new RollupState(snapshot.connection()).found(shape.stream())));
  }
}
