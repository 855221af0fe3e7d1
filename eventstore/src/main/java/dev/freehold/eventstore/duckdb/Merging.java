package dev.freehold.eventstore.duckdb;

import dev.freehold.eventstore.EventStoreUnavailable;
import dev.freehold.eventstore.duckdb.segments.Catalogue;
import dev.freehold.eventstore.duckdb.segments.ColdFiles;
import dev.freehold.eventstore.duckdb.segments.Edit;
import dev.freehold.eventstore.duckdb.segments.Segment;
import dev.freehold.eventstore.duckdb.segments.SegmentFiles;
import dev.freehold.eventstore.duckdb.segments.SegmentWriter;
import java.io.IOException;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Makes one segment of many of about the same size, of a tenant and partition: a query opens few
 * files, and a row is written anew only as often as its segment grows eightfold.
 */
final class Merging {

  /** Segments of one size that are merged; a query meets fewer of each size. */
  static final int FAN_IN = 8;

  /** A segment of so many rows stays as it is. */
  private static final long LARGE = 8_000_000;

  private static final long MOST_ROWS_AT_ONCE = 2_000_000;
  private static final int MOST_FILES_AT_ONCE = 1_000;

  private record Place(UUID tenant, LocalDate partition, int size) {}

  private final Snapshots snapshots;
  private final Transactions transactions;
  private final Catalogue catalogue;
  private final Instance instance;
  private final TenantRows rows;
  private final SegmentWriter writer;
  private final ColdFiles cold;

  Merging(
      Snapshots snapshots,
      Transactions transactions,
      Catalogue catalogue,
      Instance instance,
      TenantRows rows,
      SegmentFiles files) {
    this.snapshots = snapshots;
    this.transactions = transactions;
    this.catalogue = catalogue;
    this.instance = instance;
    this.rows = rows;
    writer = new SegmentWriter(files);
    cold = files.cold();
  }

  /** Merges some segments of a stream; true when there may be more. */
  boolean merge(EventTable table) throws SQLException, IOException {
    var chosen = choose(table);
    if (chosen.isEmpty()) {
      return false;
    }
    var columns = instance.columnsOf(table);
    var merged =
        snapshots.<List<Segment>, IOException>read(
            (connection, _) ->
                writer.write(
                    connection,
                    table.stream(),
                    columns,
                    String.join(" union all ", rows.sealed(table, columns, chosen))));
    try {
      requireSame(chosen, merged);
      if (merged.size() >= chosen.size()) {
        throw new EventStoreUnavailable(
            "%d segments would become %d".formatted(chosen.size(), merged.size()));
      }
      var _ = transactions.commit(_ -> new Edit(merged, chosen));
    } catch (RuntimeException e) {
      instance.discard(merged);
      throw e;
    }
    return true;
  }

  private List<Segment> choose(EventTable table) {
    var places =
        catalogue.current().of(table.name()).values().stream()
            .flatMap(List::stream)
            .filter(segment -> segment.rows() < LARGE)
            // What is only in a bucket is not worth fetching for this.
            .filter(cold::isHere)
            .collect(
                Collectors.groupingBy(s -> new Place(s.tenant(), s.partition(), sizeOf(s.rows()))));
    var chosen = new ArrayList<Segment>();
    long total = 0;
    for (var segments : places.values()) {
      long size = segments.stream().mapToLong(Segment::rows).sum();
      boolean fits =
          chosen.isEmpty()
              || (total + size <= MOST_ROWS_AT_ONCE
                  && chosen.size() + segments.size() <= MOST_FILES_AT_ONCE);
      if (segments.size() >= FAN_IN && fits) {
        chosen.addAll(segments);
        total += size;
      }
    }
    return chosen;
  }

  /** How often a segment grew eightfold: 0 for up to 7 rows, 1 for up to 63. */
  private static int sizeOf(long rows) {
    return (Long.SIZE - Long.numberOfLeadingZeros(rows) - 1) / 3;
  }

  private static void requireSame(List<Segment> before, List<Segment> after) {
    long from = before.stream().mapToLong(Segment::rows).sum();
    long to = after.stream().mapToLong(Segment::rows).sum();
    if (from != to) {
      throw new EventStoreUnavailable("%d rows were merged to %d".formatted(from, to));
    }
  }
}
