package dev.freehold.eventstore.question;

import dev.freehold.eventstore.Level;
import dev.freehold.eventstore.Rollup;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A span of time and the finest that is left of it.
 *
 * @param from where it begins, also for the coarser region before it the end of a bucket
 * @param finest null for rows
 */
record Region(Instant from, @Nullable Level finest) {

  /** Where days of all zones begin lies this close to where days of UTC do. */
  private static final Duration NEAR = Duration.ofHours(14);

  /** The regions of a stream, oldest first; the last one has no end. Empty when nothing is kept. */
  static List<Region> of(Kept kept, Optional<Rollup> rollup) {
    var regions = new ArrayList<Region>();
    regions.add(new Region(kept.rowsFrom(), null));
    if (rollup.isPresent()) {
      for (var level : Level.values()) {
        addOlder(regions, new Region(kept.bucketsFrom(rollup.get(), level), level));
      }
    }
    return List.copyOf(regions.reversed());
  }

  /** The region in front ends where a bucket of the older one does. */
  private static void addOlder(List<Region> regions, Region older) {
    if (!older.from().isBefore(regions.getLast().from())) {
      return;
    }
    var level = Objects.requireNonNull(older.finest());
    var last = regions.removeLast();
    var from = Buckets.ceiling(level, last.from());
    while (!regions.isEmpty() && !from.isBefore(regions.getLast().from())) {
      // The coarse bucket reaches over all of a finer region.
      last = regions.removeLast();
      from = Buckets.ceiling(level, last.from());
    }
    regions.add(new Region(from, last.finest()));
    regions.add(older);
  }

  /** The edge of a bucket where the range may begin that was to begin here. */
  Instant begin(Instant edge) {
    if (finest == null) {
      return edge;
    }
    var before = Buckets.floor(finest, edge);
    var after = Buckets.ceiling(finest, edge);
    boolean narrow = gap(edge, after).compareTo(gap(before, edge)) < 0;
    return narrow && gap(edge, after).compareTo(NEAR) <= 0 ? after : before;
  }

  /** The edge of a bucket where the range may end that was to end here. */
  Instant end(Instant edge) {
    if (finest == null) {
      return edge;
    }
    var before = Buckets.floor(finest, edge);
    var after = Buckets.ceiling(finest, edge);
    boolean narrow = gap(before, edge).compareTo(gap(edge, after)) < 0;
    return narrow && gap(before, edge).compareTo(NEAR) <= 0 ? before : after;
  }

  /** The edge of a bucket where a step may begin that was to begin here. */
  Instant step(Instant edge) {
    if (finest == null) {
      return edge;
    }
    var before = Buckets.floor(finest, edge);
    return before.plus(Buckets.middle(finest)).isBefore(edge)
        ? Buckets.ceiling(finest, edge)
        : before;
  }

  /** The whole buckets that a range lies in. */
  Instant outerBegin(Instant edge) {
    return finest == null ? edge : Buckets.floor(finest, edge);
  }

  Instant outerEnd(Instant edge) {
    return finest == null ? edge : Buckets.ceiling(finest, edge);
  }

  private static Duration gap(Instant from, Instant to) {
    return Duration.between(from, to);
  }
}
