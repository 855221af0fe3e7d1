package dev.freehold.eventstore;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question about one stream of one tenant, answered from rollups where they can and from rows
 * where they cannot; what has been acknowledged is in the answer.
 *
 * @param measures one or more, in the order of an answer's values
 * @param dimensions columns to group by
 * @param filters all must hold
 * @param from the first instant that counts
 * @param to the first instant that counts no more
 * @param interval steps of time to group by, null for the whole range at once; steps without events
 *     are not in the answer
 * @param zone where days, weeks and months begin
 * @param order by the numbers of measures; ties by step and dimensions. Empty: by step, then
 *     dimensions
 * @param limit the most rows of the answer, 1 to 100,000
 */
public record Question(
    Stream stream,
    List<Measure> measures,
    List<String> dimensions,
    List<Filter> filters,
    Instant from,
    Instant to,
    @Nullable Interval interval,
    ZoneId zone,
    List<Order> order,
    int limit) {

  public static final int MAX_ROWS = 100_000;

  /** The measure at an index, least or most first. */
  public record Order(int measure, boolean descending) {}

  public Question {
    measures = List.copyOf(measures);
    dimensions = List.copyOf(dimensions);
    filters = List.copyOf(filters);
    order = List.copyOf(order);
  }
}
