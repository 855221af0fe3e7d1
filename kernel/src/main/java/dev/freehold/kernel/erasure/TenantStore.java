package dev.freehold.kernel.erasure;

import java.util.UUID;
import java.util.function.Consumer;

/**
 * A place beside PostgreSQL that keeps something of tenants, as a bean.
 *
 * @param name what it keeps, for the log
 * @param erase removes everything of a tenant for good; harmless to repeat
 */
public record TenantStore(String name, Consumer<UUID> erase) {}
