package dev.freehold.kernel.console;

import org.jspecify.annotations.Nullable;

/**
 * How a tenant looks to people who are not logged in.
 *
 * @param accent its colour as {@code #rrggbb}, if it set one
 * @param logo where its logo is, if it has one
 * @param support where its people find help, if it said so
 */
public record Brand(
    String name, @Nullable String accent, @Nullable String logo, @Nullable String support) {}
