package dev.freehold.eventstore.duckdb;

import dev.freehold.eventstore.EventStoreUnavailable;
import dev.freehold.eventstore.Partition;
import dev.freehold.eventstore.duckdb.segments.Catalogue;
import dev.freehold.eventstore.duckdb.segments.ColdFiles;
import dev.freehold.eventstore.duckdb.segments.ColdSettings;
import dev.freehold.eventstore.duckdb.segments.Edit;
import dev.freehold.eventstore.duckdb.segments.Segment;
import dev.freehold.eventstore.intake.RecentIds;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts segments of partitions that have long ended into a bucket.
 *
 * <p>An object is there whole before the catalogue says so, and goes after the catalogue forgot it:
 * what a crash leaves is an object without a segment, which the next sweep deletes. All of this is
 * in the maintenance thread, so that no sweep meets an upload.
 */
final class Cooling {

  private static final Logger LOG = LoggerFactory.getLogger(Cooling.class);

  /** What is uploaded before others have their turn in the thread. */
  private static final int AT_ONCE = 20;

  /** How long a bucket that does not answer is left alone, when nobody waits for it. */
  private static final Duration PAUSE = Duration.ofSeconds(30);

  private record Seen(String store, Map<String, String> sums, List<Segment> live) {}

  private final Snapshots snapshots;
  private final Transactions transactions;
  private final Catalogue catalogue;
  private final ColdFiles cold;
  private final @Nullable ColdSettings settings;
  private final InstantSource clock;
  private boolean swept;
  private @Nullable Long pausedSince;

  Cooling(
      Snapshots snapshots,
      Transactions transactions,
      Catalogue catalogue,
      ColdFiles cold,
      InstantSource clock) {
    this.snapshots = snapshots;
    this.transactions = transactions;
    this.catalogue = catalogue;
    this.cold = cold;
    this.clock = clock;
    settings = cold.settings();
  }

  /** Uploads some of a stream's segments; true when there may be more. */
  boolean coolWhatIsDue(EventTable table) throws SQLException {
    if (settings == null || isPaused()) {
      return false;
    }
    try {
      deleteObjects();
      boolean more = cool(table, settings.after());
      pausedSince = null;
      return more;
    } catch (IOException | EventStoreUnavailable e) {
      pausedSince = System.nanoTime();
      LOG.warn("Segments stay here that are to go to {}: {}", settings, e.getMessage());
      return false;
    }
  }

  /**
   * Deletes the objects that no segment needs any more; there are none of them when it returns.
   *
   * @throws EventStoreUnavailable when the bucket cannot be reached
   */
  void deleteObjects() throws SQLException {
    if (settings == null) {
      return;
    }
    if (!swept) {
      sweep();
      swept = true;
    }
    cold.deleteUnwanted();
  }

  private void sweep() throws SQLException {
    var seen =
        snapshots.<Seen, SQLException>read(
            (connection, version) ->
                new Seen(Catalogue.store(connection), Catalogue.cold(connection), version.all()));
    // Also what was committed although its commit seemed to fail.
    for (var segment : seen.live()) {
      var sum = seen.sums().get(segment.file());
      if (sum != null) {
        cold.add(segment, sum);
      }
    }
    cold.sweep(seen.store());
  }

  private boolean cool(EventTable table, Duration after) throws IOException {
    var due = due(table, after);
    if (due.isEmpty()) {
      return false;
    }
    var sums = new HashMap<String, String>();
    // Until they are in the catalogue they are strays.
    swept = false;
    for (var segment : due) {
      sums.put(segment.file(), cold.upload(segment));
    }
    var _ =
        transactions.commit(
            connection -> {
              Catalogue.markCold(connection, sums);
              return Edit.NONE;
            },
            () -> due.forEach(segment -> cold.add(segment, sums.getOrDefault(segment.file(), ""))));
    swept = true;
    return due.size() == AT_ONCE;
  }

  private List<Segment> due(EventTable table, Duration after) {
    var now = clock.instant();
    // Ids received lately are read again when the store opens.
    long known = Group.micros(now.minus(Duration.ofDays(RecentIds.DAYS_KEPT + 1)));
    var partition = table.stream().partition();
    return catalogue.current().of(table.name()).values().stream()
        .flatMap(List::stream)
        .filter(segment -> !cold.isCold(segment) && segment.received() < known)
        .filter(segment -> !end(partition, segment.partition()).isAfter(now.minus(after)))
        .limit(AT_ONCE)
        .toList();
  }

  private static Instant end(Partition partition, LocalDate begin) {
    var end =
        switch (partition) {
          case DAY -> begin.plusDays(1);
          case WEEK -> begin.plusWeeks(1);
          case MONTH -> begin.plusMonths(1);
        };
    return end.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private boolean isPaused() {
    var since = pausedSince;
    return since != null && System.nanoTime() - since < PAUSE.toNanos();
  }
}
