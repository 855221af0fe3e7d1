package dev.freehold.analytics;

import dev.freehold.eventstore.Stream;
import dev.freehold.kernel.access.Permission;
import dev.freehold.kernel.access.Permissions;
import dev.freehold.kernel.error.ErrorCatalogue;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires analytics: its permissions, errors and streams. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AnalyticsSettings.class)
class AnalyticsConfiguration {

  @Bean
  Permissions.Declared analyticsPermissions() {
    return Permissions.Declared.of(
        new Permission("analytics.events:read", "See events, people and what they did."),
        new Permission("analytics.events:write", "Send events."),
        new Permission("analytics.usage:read", "See the use of models, tools and features."),
        new Permission("analytics.usage:write", "Send usage."),
        new Permission("analytics.sites:read", "List and read sites."),
        new Permission("analytics.sites:write", "Make, change and archive sites."),
        new Permission("analytics.people:erase", "Erase a person's events for good."),
        new Permission("analytics.retention:read", "See for how long events are kept."),
        new Permission("analytics.retention:erase", "Keep events for a shorter time."),
        new Permission("analytics.dashboards:read", "See dashboards and saved questions."),
        new Permission("analytics.dashboards:write", "Arrange dashboards and save questions."));
  }

  @Bean
  ErrorCatalogue.Declared analyticsErrors() {
    return ErrorCatalogue.Declared.of(AnalyticsError.values());
  }

  @Bean
  Stream analyticsEvents() {
    return AnalyticsStreams.EVENTS;
  }

  @Bean
  Stream analyticsAliases() {
    return AnalyticsStreams.ALIASES;
  }

  @Bean
  Stream usageEvents() {
    return AnalyticsStreams.USAGE;
  }

  @Bean
  Stream mcpUsage() {
    return AnalyticsStreams.MCP_USAGE;
  }
}
