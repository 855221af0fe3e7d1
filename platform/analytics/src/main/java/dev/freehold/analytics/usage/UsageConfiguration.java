package dev.freehold.analytics.usage;

import dev.freehold.kernel.batch.BatchBody;
import dev.freehold.kernel.http.BodyLimit;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires usage: the size of its batches. */
@Configuration(proxyBeanMethods = false)
class UsageConfiguration {

  @Bean
  BodyLimit.Exception usageBatches() {
    return new BodyLimit.Exception(UsageApi.PATH, BatchBody.MAX_BYTES);
  }

  @Bean
  BodyLimit.Exception mcpUsageBatches() {
    return new BodyLimit.Exception(McpUsageApi.PATH, BatchBody.MAX_BYTES);
  }
}
