package dev.freehold.eventstore.move;

import dev.freehold.eventstore.Level;
import dev.freehold.eventstore.MovableStore;
import dev.freehold.eventstore.Retention;
import dev.freehold.eventstore.Stream;
import dev.freehold.eventstore.Tiers;
import dev.freehold.eventstore.question.Kept;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Compares what two stores have of the same tenants. */
final class Comparison {

  /** A tenant that is not the same in both. */
  record Difference(UUID tenant, String where) {}

  private final MovableStore source;
  private final MovableStore target;
  private final Retention retention;
  private final Instant now;

  Comparison(MovableStore source, MovableStore target, Retention retention, InstantSource clock) {
    this.source = source;
    this.target = target;
    this.retention = retention;
    this.now = clock.instant();
  }

  /**
   * Of rows, as far as they are kept.
   *
   * @param received those of the old store that came later are left out
   */
  List<Difference> rows(Stream stream, Set<UUID> tenants, long received) {
    var differences = new ArrayList<Difference>();
    for (var some : byTiers(stream, tenants).entrySet()) {
      var tiers = some.getKey();
      var from = tiers.raw() == null ? null : new Kept(tiers, now, Map.of()).rowsFrom();
      compare(
          source.totals(stream, from, received),
          target.totals(stream, from, Long.MAX_VALUE),
          some.getValue(),
          "rows of " + stream.name(),
          differences);
    }
    return differences;
  }

  /** Of what rollups say of days and months, once all rows are in both stores. */
  List<Difference> sums(Stream stream, Set<UUID> tenants) {
    var differences = new ArrayList<Difference>();
    if (stream.rollups().isEmpty()) {
      return differences;
    }
    for (var some : byTiers(stream, tenants).entrySet()) {
      for (var level : List.of(Level.DAY, Level.MONTH)) {
        var from = new Kept(some.getKey(), now, Map.of()).bucketsFrom(level);
        var old = source.rolledTotals(stream, level, from);
        var fresh = target.rolledTotals(stream, level, from);
        for (var rollup : old.keySet()) {
          compare(
              old.getOrDefault(rollup, Map.of()),
              fresh.getOrDefault(rollup, Map.of()),
              some.getValue(),
              "the rollup " + rollup + " of " + stream.name(),
              differences);
        }
      }
    }
    return differences;
  }

  private Map<Tiers, Set<UUID>> byTiers(Stream stream, Set<UUID> tenants) {
    var found = new HashMap<Tiers, Set<UUID>>();
    found.put(stream.tiers(), new HashSet<>());
    for (var tenant : tenants) {
      found.computeIfAbsent(retention.of(tenant, stream), _ -> new HashSet<>()).add(tenant);
    }
    return found;
  }

  private static void compare(
      Map<UUID, List<String>> old,
      Map<UUID, List<String>> fresh,
      Set<UUID> tenants,
      String where,
      List<Difference> differences) {
    for (var tenant : tenants) {
      var one = old.get(tenant);
      var other = fresh.get(tenant);
      if (one == null ? other != null : !one.equals(other)) {
        differences.add(
            new Difference(
                tenant,
                "%s: %s here, %s there"
                    .formatted(where, one == null ? "none" : one, other == null ? "none" : other)));
      }
    }
  }
}
