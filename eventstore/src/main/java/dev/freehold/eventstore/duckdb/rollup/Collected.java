package dev.freehold.eventstore.duckdb.rollup;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** What a statement answers, collected row by row. */
public interface Collected<T> {

  void add(ResultSet row) throws SQLException;

  /** So many are held now; an answer has a limit. */
  int size();

  List<T> all() throws SQLException;
}
