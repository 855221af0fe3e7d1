package dev.freehold.eventstore.duckdb.rollup;

import dev.freehold.eventstore.RowMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Makes something of each row. */
public final class Mapped<T> implements Collected<T> {

  private final RowMapper<T> mapper;
  private final List<T> rows = new ArrayList<>();

  public Mapped(RowMapper<T> mapper) {
    this.mapper = mapper;
  }

  @Override
  public void add(ResultSet row) throws SQLException {
    rows.add(mapper.map(row));
  }

  @Override
  public int size() {
    return rows.size();
  }

  @Override
  public List<T> all() {
    return rows;
  }
}
