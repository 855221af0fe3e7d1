package dev.freehold.eventstore.duckdb.rollup;

import static dev.freehold.eventstore.duckdb.rollup.tally.Sql.RECEIVED;
import static dev.freehold.eventstore.duckdb.rollup.tally.Sql.quoted;
import static dev.freehold.eventstore.duckdb.rollup.tally.Sql.timestamp;

import dev.freehold.eventstore.Level;
import dev.freehold.eventstore.Stream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBConnection;

/**
 * Folds rows that are durable into deltas and adds these, with the receipt up to which they reach,
 * in one transaction: wherever the process dies, each row is in the rollups or behind the
 * watermark. Receipts grow from commit to commit, so what is seen of them has no gaps.
 */
final class Roller {

  /** The rows of one step, unless a single commit is larger. */
  private static final long MAX_ROWS = 500_000;

  private final Engine engine;
  private final Kepts kepts;

  Roller(Engine engine, Kepts kepts) {
    this.engine = engine;
    this.kepts = kepts;
  }

  private record Step(Object database, long from, long to, long rows, List<Deltas> deltas) {}

  /** The last of the commits that are folded together, and how many rows they have. */
  private record End(long to, long rows) {}

  /** Rolls all rows that wait now; false when there were none. */
  boolean roll(Stream stream, List<Shape> shapes) throws SQLException {
    boolean any = false;
    boolean more = true;
    while (more) {
      var step = fold(stream, shapes);
      boolean applied = step.rows() > 0 && apply(stream, step);
      any |= applied;
      // Rows that came meanwhile wait until they are worth a step of their own.
      more = applied && step.rows() >= MAX_ROWS;
    }
    return any;
  }

  private Step fold(Stream stream, List<Shape> shapes) throws SQLException {
    var database = engine.database();
    return engine.read(
        snapshot -> {
          var connection = snapshot.connection();
          long from = new RollupState(connection).watermark(stream);
          var end = end(connection, stream, from);
          var deltas = new ArrayList<Deltas>();
          if (end.rows() > 0) {
            for (var shape : shapes) {
              deltas.add(new Deltas(shape, tenant -> kepts.of(tenant, stream)));
            }
            var where = received(from) + " and " + until(end.to());
            Deltas.fold(deltas, connection, quoted(stream.name()), where, Level.MINUTE);
            deltas.forEach(Deltas::finish);
          }
          return new Step(database, from, end.to(), end.rows(), deltas);
        });
  }

  /** False when the store was opened anew meanwhile, and what was read may not be in it. */
  private boolean apply(Stream stream, Step step) {
    return engine.change(
        snapshot -> {
          var connection = snapshot.connection();
          var state = new RollupState(connection);
          if (engine.database() != step.database() || state.watermark(stream) != step.from()) {
            return false;
          }
          for (var deltas : step.deltas()) {
            deltas.append(connection);
          }
          state.setWatermark(stream, step.to());
          return true;
        });
  }

  /** Which of the commits that wait is the last of this step. */
  private static End end(DuckDBConnection connection, Stream stream, long from)
      throws SQLException {
    var sql =
        "select epoch_us(%1$s), count(*) from %2$s where %3$s group by 1 order by 1"
            .formatted(RECEIVED, quoted(stream.name()), received(from));
    long end = from;
    long rows = 0;
    try (var statement = connection.createStatement();
        var commit = statement.executeQuery(sql)) {
      while (rows < MAX_ROWS && commit.next()) {
        end = commit.getLong(1);
        rows += commit.getLong(2);
      }
    }
    return new End(end, rows);
  }

  static String received(long after) {
    return RECEIVED + " > " + timestamp(after);
  }

  static String until(long last) {
    return RECEIVED + " <= " + timestamp(last);
  }
}
