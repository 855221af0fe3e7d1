package dev.freehold.analytics.sessions;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Some sessions.
 *
 * @param start when the step begins that the sessions began in; null without an interval
 * @param key the value of the breakdown; null without one
 * @param people different people among them
 * @param bounceRate the share that consists of one event, 0 to 1
 * @param averageSeconds from the first to the last event
 * @param pagesPerSession events with a path, on average
 */
public record SessionsRow(
    @Nullable Instant start,
    @Nullable String key,
    long sessions,
    long people,
    double bounceRate,
    double averageSeconds,
    double pagesPerSession) {}
