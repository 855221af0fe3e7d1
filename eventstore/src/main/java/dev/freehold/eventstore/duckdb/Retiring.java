package dev.freehold.eventstore.duckdb;

import dev.freehold.eventstore.duckdb.segments.Catalogue;
import dev.freehold.eventstore.duckdb.segments.Edit;
import dev.freehold.eventstore.duckdb.segments.Segment;
import dev.freehold.eventstore.intake.RecentIds;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Drops segments of which every row has expired. No query saw their rows any more. */
final class Retiring {

  private static final Logger LOG = LoggerFactory.getLogger(Retiring.class);

  private final Transactions transactions;
  private final Catalogue catalogue;
  private final TenantRows rows;
  private final InstantSource clock;

  Retiring(Transactions transactions, Catalogue catalogue, TenantRows rows, InstantSource clock) {
    this.transactions = transactions;
    this.catalogue = catalogue;
    this.rows = rows;
    this.clock = clock;
  }

  void retire(EventTable table) {
    // An event that was old when it came is still to be known when it is sent again.
    long known = Group.micros(clock.instant().minus(Duration.ofDays(RecentIds.DAYS_KEPT + 1)));
    var expired = new ArrayList<Segment>();
    catalogue
        .current()
        .of(table.name())
        .forEach(
            (tenant, segments) -> {
              var since = rows.keptSince(table, tenant);
              if (since != null) {
                segments.stream()
                    .filter(s -> s.last() < since && s.received() < known)
                    .forEach(expired::add);
              }
            });
    if (!expired.isEmpty()) {
      var _ = transactions.commit(_ -> new Edit(List.of(), expired));
      LOG.info("Dropped {} segments of {} that have expired", expired.size(), table.name());
    }
  }
}
