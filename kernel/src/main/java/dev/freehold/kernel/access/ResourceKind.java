package dev.freehold.kernel.access;

import dev.freehold.kernel.Caller;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;

/**
 * A kind of thing on which single permissions can be granted, as a bean of its module. The module's
 * tables are limited by {@code kernel.limit_to_grants} with the same name.
 *
 * @param name {@code <module>.<noun>}, for instance {@code attribution.app}
 * @param label how pages call one
 * @param permissions those that make sense for a single one
 * @param nameOf the thing's own name, if the tenant has it
 */
public record ResourceKind(
    String name,
    String label,
    List<String> permissions,
    BiFunction<Caller, UUID, Optional<String>> nameOf) {}
