package dev.freehold.eventstore.duckdb.rollup;

import dev.freehold.eventstore.Stream;
import dev.freehold.eventstore.duckdb.rollup.tally.Sql;
import dev.freehold.eventstore.question.Kept;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** What can be read now of whom. */
final class Kepts {

  private final Engine engine;

  /** By stream, the rollups that are ready. */
  private final Map<String, Map<String, RollupState.Found>> ready = new ConcurrentHashMap<>();

  Kepts(Engine engine) {
    this.engine = engine;
  }

  void set(Stream stream, Map<String, RollupState.Found> found) {
    var some = new HashMap<String, RollupState.Found>();
    found.forEach(
        (name, one) -> {
          if (one.ready()) {
            some.put(name, one);
          }
        });
    ready.put(stream.name(), Map.copyOf(some));
  }

  Kept of(UUID tenant, Stream stream) {
    var tiers = engine.retention().of(tenant, stream);
    var since = new HashMap<String, Instant>();
    ready
        .getOrDefault(stream.name(), Map.of())
        .forEach(
            (name, found) -> {
              var created = found.createdMicros();
              // A rollup added later knows of the rows that were kept then.
              since.put(
                  name,
                  created == null
                      ? Kept.ALWAYS
                      : new Kept(tiers, Sql.instant(created), Map.of()).rowsFrom());
            });
    return new Kept(tiers, engine.clock().instant(), since);
  }
}
