package dev.freehold.analytics.people;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * How engaged a person is.
 *
 * @param score 0.00 to 100.00, see {@link EngagementScores}
 * @param lastSeen the last event
 * @param activeDays days with an event
 * @param kinds different names of events
 */
public record Engagement(
    String personId, BigDecimal score, Instant lastSeen, long activeDays, long kinds) {}
