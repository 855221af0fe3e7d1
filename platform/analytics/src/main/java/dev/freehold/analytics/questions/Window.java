package dev.freehold.analytics.questions;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/**
 * A range of time.
 *
 * @param from the first instant that counts
 * @param to the first instant that counts no more
 * @param zone where days, weeks and months begin
 */
public record Window(Instant from, Instant to, ZoneId zone) {

  /** The range of the same length on the clock that ends where this one begins. */
  public Window before() {
    var begin = from.atZone(zone).toLocalDateTime();
    var length = Duration.between(begin, to.atZone(zone).toLocalDateTime());
    return new Window(begin.minus(length).atZone(zone).toInstant(), from, zone);
  }

  public Window longer(Duration time) {
    return new Window(from, to.plus(time), zone);
  }
}
