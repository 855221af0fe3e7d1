package dev.freehold.eventstore;

import java.util.List;

/**
 * Keeps events by one column; a null value matches only {@link Test#IS_NULL} and {@link
 * Test#NOT_IN}.
 *
 * @param values of the column's Java class; none for the tests of null, one for comparisons
 */
public record Filter(String column, Test test, List<Object> values) {

  /** How a column is compared. */
  public enum Test {
    IN,
    NOT_IN,
    IS_NULL,
    NOT_NULL,
    LESS,
    AT_LEAST
  }

  public static Filter is(String column, Object value) {
    return new Filter(column, Test.IN, List.of(value));
  }
}
