package dev.freehold.analytics.sessions;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * One value of a top list.
 *
 * @param times events with the value; sessions for entry and exit pages
 * @param people different people among them
 */
public record TopRow(@Schema(example = "/pricing") String key, long times, long people) {}
