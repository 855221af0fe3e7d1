package dev.freehold.eventstore.duckdb;

import dev.freehold.eventstore.EventStoreUnavailable;
import dev.freehold.eventstore.duckdb.segments.Edit;
import dev.freehold.eventstore.duckdb.segments.Segment;
import dev.freehold.eventstore.duckdb.segments.SegmentFiles;
import dev.freehold.eventstore.duckdb.segments.SegmentWriter;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves the oldest hot rows of a stream into segments, beside appends and readers. */
final class Sealing {

  private static final Logger LOG = LoggerFactory.getLogger(Sealing.class);

  /** The rows sealed at once, in multiples of the rows kept hot: what is sorted takes memory. */
  private static final int MOST_AT_ONCE = 2;

  /** Later than any receipt. */
  static final long LATEST = Group.micros(Instant.parse("9999-12-31T23:59:59Z"));

  /** Up to when rows of a stream may be sealed, in microseconds of receipt. */
  @FunctionalInterface
  interface Watermark {
    long of(EventTable table) throws SQLException;
  }

  /** Rows to be sealed: those received up to an instant, in microseconds. */
  private record Portion(long upTo, long rows) {}

  private record Copied(Portion portion, List<Segment> segments) {}

  private final Snapshots snapshots;
  private final Transactions transactions;
  private final Instance instance;
  private final SegmentFiles files;
  private final SegmentWriter writer;
  private final Watermark watermark;
  private final DuckDbSettings settings;

  Sealing(
      Snapshots snapshots,
      Transactions transactions,
      Instance instance,
      SegmentFiles files,
      Watermark watermark,
      DuckDbSettings settings) {
    this.snapshots = snapshots;
    this.transactions = transactions;
    this.instance = instance;
    this.files = files;
    this.watermark = watermark;
    this.settings = settings;
    writer = new SegmentWriter(files);
  }

  /** Seals when there are many rows or old ones; true when there may be more. */
  boolean sealWhatIsDue(EventTable table) throws SQLException, IOException {
    return isDue(table) && seal(table);
  }

  /** Seals a portion of the stream; true when there is more. */
  boolean seal(EventTable table) throws SQLException, IOException {
    long limit = watermark.of(table);
    var copied =
        snapshots.<Copied, IOException>read((connection, _) -> copy(connection, table, limit));
    if (copied.segments().isEmpty()) {
      return false;
    }
    try {
      instance.markResidue();
      var _ = transactions.commit(connection -> take(connection, table, copied));
    } catch (IOException | RuntimeException e) {
      instance.discard(copied.segments());
      throw e;
    }
    LOG.debug(
        "Sealed {} rows of {} in {} files",
        copied.portion().rows(),
        table.name(),
        copied.segments().size());
    return copied.portion().rows() >= settings.sealRows();
  }

  private boolean isDue(EventTable table) throws SQLException {
    long old = Group.micros(settings.clock().instant().minus(settings.sealAge()));
    var sql =
        "select count(*), coalesce(epoch_us(min(%s)), %d) from %s"
            .formatted(EventTable.RECEIVED, Long.MAX_VALUE, EventTable.quoted(table.name()));
    return snapshots.<Boolean, SQLException>read(
        (connection, _) -> {
          try (var statement = connection.createStatement();
              var row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1) >= settings.sealRows() || row.getLong(2) <= old;
          }
        });
  }

  private Copied copy(Connection connection, EventTable table, long limit)
      throws SQLException, IOException {
    var portion = portion(connection, table, limit);
    if (portion.rows() == 0) {
      return new Copied(portion, List.of());
    }
    var rows =
        "select * from %s where %s".formatted(EventTable.quoted(table.name()), upTo(portion));
    return new Copied(
        portion, writer.write(connection, table.stream(), instance.columnsOf(table), rows));
  }

  private Portion portion(Connection connection, EventTable table, long limit) throws SQLException {
    long most = (long) MOST_AT_ONCE * settings.sealRows();
    try (var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                """
                select coalesce(epoch_us(max(received)), 0), coalesce(sum(n), 0)
                from (
                  select received, n, sum(n) over (order by received) as before
                  from (
                    select %1$s as received, count(*) as n from %2$s
                    where %1$s <= make_timestamp(%3$d) group by %1$s)
                  qualify before - n < %4$d)
                """
                    .formatted(
                        EventTable.RECEIVED,
                        EventTable.quoted(table.name()),
                        Math.min(limit, LATEST),
                        most))) {
      row.next();
      return new Portion(row.getLong(1), row.getLong(2));
    }
  }

  /** No row but those that were copied may go. */
  private static Edit take(Connection connection, EventTable table, Copied copied)
      throws SQLException {
    try (var statement = connection.createStatement()) {
      long deleted =
          statement.executeUpdate(
              "delete from %s where %s"
                  .formatted(EventTable.quoted(table.name()), upTo(copied.portion())));
      long rows = copied.segments().stream().mapToLong(Segment::rows).sum();
      if (deleted != rows || rows != copied.portion().rows()) {
        throw new EventStoreUnavailable(
            "%d hot rows are there where %d were copied; they are sealed later"
                .formatted(deleted, rows));
      }
    }
    return new Edit(copied.segments(), List.of());
  }

  private static String upTo(Portion portion) {
    return "%s <= make_timestamp(%d)".formatted(EventTable.RECEIVED, portion.upTo());
  }
}
