package dev.freehold.analytics;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of analytics.
 *
 * @param countryDatabase a file in MaxMind's MMDB format that says which country a network is in
 */
@ConfigurationProperties("freehold.analytics")
public record AnalyticsSettings(@Nullable Path countryDatabase) {}
