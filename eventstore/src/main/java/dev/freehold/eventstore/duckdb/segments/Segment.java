package dev.freehold.eventstore.duckdb.segments;

import java.time.LocalDate;
import java.util.UUID;

/**
 * One file of sealed rows.
 *
 * @param file its path below the folder of segments, used once and never again
 * @param partition the first day of its partition
 * @param columns how many columns it has: the first so many of the table that it was sealed from
 * @param first the earliest event time, in microseconds of UTC
 * @param last the latest event time
 * @param received the latest receipt, in microseconds of UTC
 */
public record Segment(
    String file,
    String stream,
    UUID tenant,
    LocalDate partition,
    long rows,
    long bytes,
    int columns,
    long first,
    long last,
    long received) {}
