package dev.freehold.accounts.limits;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whether and how much requests are limited.
 *
 * @param enabled false where something before this program limits already
 * @param plan what a tenant has that the operator gave no plan
 */
@ConfigurationProperties("freehold.limits")
record LimitSettings(
    @DefaultValue("true") boolean enabled, @DefaultValue("standard") String plan) {}
