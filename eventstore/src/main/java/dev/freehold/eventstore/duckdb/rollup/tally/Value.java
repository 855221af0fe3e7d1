package dev.freehold.eventstore.duckdb.rollup.tally;

import java.sql.ResultSet;
import java.sql.SQLException;

/** What of a row goes into sketches: the same for all that are of one column and kind. */
public sealed interface Value {

  /** In SQL. */
  String sql();

  /** As 64 bits; whether there is one says {@link ResultSet#wasNull}. */
  long read(ResultSet row, int at) throws SQLException;

  /** Text to be told apart, as its hash. */
  record Hash(String column) implements Value {
    @Override
    public String sql() {
      return DistinctTally.value(column);
    }

    @Override
    public long read(ResultSet row, int at) throws SQLException {
      if (TextHash.isOfEngine()) {
        return row.getLong(at);
      }
      var text = row.getBlob(at);
      return text == null ? 0 : DistinctTally.hash(text);
    }
  }

  /** A number, as the bits of a double. */
  record Number(String column) implements Value {
    @Override
    public String sql() {
      return QuantileTally.value(column);
    }

    @Override
    public long read(ResultSet row, int at) throws SQLException {
      return Double.doubleToRawLongBits(row.getDouble(at));
    }
  }
}
