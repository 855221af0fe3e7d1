package dev.freehold.analytics.collect;

import dev.freehold.analytics.AnalyticsSettings;
import dev.freehold.kernel.batch.BatchBody;
import dev.freehold.kernel.http.BodyLimit;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the taking of events: the size of their batches, and the countries. */
@Configuration(proxyBeanMethods = false)
class CollectConfiguration {

  @Bean
  BodyLimit.Exception trackedBatches() {
    return new BodyLimit.Exception(TrackedEventsApi.PATH, BatchBody.MAX_BYTES);
  }

  @Bean
  Countries countries(AnalyticsSettings settings) {
    return new Countries(settings.countryDatabase());
  }
}
