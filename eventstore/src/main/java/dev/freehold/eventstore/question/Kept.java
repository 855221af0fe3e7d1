package dev.freehold.eventstore.question;

import dev.freehold.eventstore.Level;
import dev.freehold.eventstore.Rollup;
import dev.freehold.eventstore.Tiers;
import java.time.Instant;
import java.time.Period;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What of a tenant's stream can be read now.
 *
 * @param tiers for how long the tenant keeps the stream
 * @param now from when the tiers are counted back
 * @param since by name, the rollups that can be read and the first event they have counted; {@link
 *     #ALWAYS} when they were there before the stream's first row
 */
public record Kept(Tiers tiers, Instant now, Map<String, Instant> since) {

  /** Before every event. */
  public static final Instant ALWAYS = Instant.parse("0001-01-01T00:00:00Z");

  /** The first instant whose rows are still seen. */
  public Instant rowsFrom() {
    return from(tiers.raw());
  }

  /** The beginning of the first bucket of a level that is still seen, whatever the rollup. */
  public Instant bucketsFrom(Level level) {
    return Buckets.ceiling(level, from(tiers.of(level)));
  }

  /** The beginning of the first bucket of a rollup that is still seen and whole. */
  Instant bucketsFrom(Rollup rollup, Level level) {
    var start = bucketsFrom(level);
    var whole = Buckets.ceiling(level, since.getOrDefault(rollup.name(), now));
    return start.isAfter(whole) ? start : whole;
  }

  boolean has(Rollup rollup) {
    return since.containsKey(rollup.name());
  }

  private Instant from(@Nullable Period period) {
    return period == null ? ALWAYS : Buckets.utc(now).minus(period).toInstant();
  }
}
