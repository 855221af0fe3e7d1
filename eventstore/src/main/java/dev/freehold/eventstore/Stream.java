package dev.freehold.eventstore;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A declared stream of events: the tenant comes first in every engine and is not among {@code
 * columns}.
 *
 * @param name table name, {@code [a-z][a-z0-9_]{0,62}}
 * @param id the required TEXT column that names an event: the same value twice within seven days of
 *     receipt counts once
 * @param time the required TIMESTAMP column that says when the event occurred
 * @param person the TEXT column that names whom the event is about, used by erasure
 * @param columns all columns in the order of a row's values
 * @param partition the span of time that sealed rows are grouped by
 * @param sort the columns that sealed rows are sorted by, after the tenant
 * @param rollups sums that are kept ready
 * @param tiers for how long rows and rollups are kept
 */
public record Stream(
    String name,
    String id,
    String time,
    String person,
    List<Column> columns,
    Partition partition,
    List<String> sort,
    List<Rollup> rollups,
    Tiers tiers) {

  public Stream {
    columns = List.copyOf(columns);
    sort = List.copyOf(sort);
    rollups = List.copyOf(rollups);
  }

  /** A stream that is kept for ever in partitions of a month, sorted by time, without rollups. */
  public Stream(String name, String id, String time, String person, List<Column> columns) {
    this(name, id, time, person, columns, Partition.MONTH, List.of(time), List.of(), Tiers.FOREVER);
  }

  public Stream partitionedBy(Partition span) {
    return new Stream(name, id, time, person, columns, span, sort, rollups, tiers);
  }

  public Stream sortedBy(String... names) {
    return new Stream(name, id, time, person, columns, partition, List.of(names), rollups, tiers);
  }

  public Stream rolledUp(String rollup, List<String> by, Measure... measures) {
    var more = new ArrayList<>(rollups);
    more.add(new Rollup(rollup, List.copyOf(by), List.of(measures)));
    return new Stream(name, id, time, person, columns, partition, sort, more, tiers);
  }

  public Stream kept(Tiers howLong) {
    return new Stream(name, id, time, person, columns, partition, sort, rollups, howLong);
  }

  public Optional<Column> column(String wanted) {
    return columns.stream().filter(column -> column.name().equals(wanted)).findFirst();
  }
}
