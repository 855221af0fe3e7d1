package dev.freehold.accounts.limits;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the nodes of an installation count together.
 *
 * @param url {@code redis://:password@host:6379/0}; null where each node counts for itself
 * @param timeout how long a request waits for it
 */
@ConfigurationProperties("freehold.redis")
record RedisSettings(@Nullable String url, @DefaultValue("100ms") Duration timeout) {}
