package dev.freehold.analytics.console;

/**
 * A number that a page opens with.
 *
 * @param note what stands under it; may be empty
 */
public record Figure(String label, String value, String note) {}
