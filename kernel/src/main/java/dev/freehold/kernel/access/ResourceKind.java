package dev.freehold.kernel.access;

import dev.freehold.kernel.Caller;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A kind of thing on which single permissions can be granted, as a bean of its module. The module's
 * tables are limited by {@code kernel.limit_to_grants} with the same name.
 *
 * @param name {@code <module>.<noun>}, for instance {@code attribution.app}
 * @param label how pages call one
 * @param permissions those that make sense for a single one
 * @param nameOf the thing's own name, if the tenant has it
 * @param choices names of the tenant's things by id, at most {@link #MOST}, for pages to choose
 *     from
 */
public record ResourceKind(
    String name,
    String label,
    List<String> permissions,
    BiFunction<Caller, UUID, Optional<String>> nameOf,
    Function<Caller, Map<UUID, String>> choices) {

  /** So many things can be chosen from in a page; with more, grants are given over the API. */
  public static final int MOST = 200;
}
