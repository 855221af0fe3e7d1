package dev.freehold.analytics.reports;

import java.util.List;

/**
 * A way that people took.
 *
 * @param steps what followed, or led here with the nearest first; fewer than asked for where the
 *     way ended
 * @param times how often it was taken
 * @param people how many took it
 */
public record PathWay(List<String> steps, long times, long people) {}
