package dev.freehold.kernel.jobs;

import dev.freehold.kernel.Caller;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A kind of job, as a bean. Its work may run more than once, so it must be harmless to repeat.
 *
 * @param name {@code <module>.<what>}
 * @param payload the record it is enqueued with
 * @param work gets a system caller of the job's tenant, returns what came of it
 */
public record JobKind<P extends Record>(
    String name, Class<P> payload, BiFunction<Caller, P, ? extends @Nullable Record> work) {}
