package dev.freehold.eventstore.duckdb.rollup.tally;

import dev.freehold.eventstore.Level;
import java.time.Instant;
import java.util.Locale;

/** How names and instants are written. */
public final class Sql {

  public static final String TENANT = "tenant_id";
  public static final String RECEIVED = "received_at";

  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final int NANOS_PER_MICRO = 1_000;

  private Sql() {}

  /** Names are checked where streams are declared, but may still be words of SQL. */
  public static String quoted(String name) {
    return "\"" + name + "\"";
  }

  public static String name(Level level) {
    return level.name().toLowerCase(Locale.ROOT);
  }

  /** Microseconds of UTC, as the engine counts time. */
  public static long micros(Instant instant) {
    return instant.getEpochSecond() * MICROS_PER_SECOND + instant.getNano() / NANOS_PER_MICRO;
  }

  public static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, MICROS_PER_SECOND),
        Math.floorMod(micros, MICROS_PER_SECOND) * NANOS_PER_MICRO);
  }

  /** A literal; only ever of numbers. */
  public static String timestamp(long micros) {
    return "make_timestamp(" + micros + ")";
  }
}
