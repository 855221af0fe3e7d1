package dev.freehold.eventstore;

import java.time.Duration;

/** A query ran into its time limit and was cancelled. */
public class QueryTimeout extends RuntimeException {

  public QueryTimeout(Duration limit) {
    super("the query took longer than " + limit.toMillis() + " ms");
  }
}
