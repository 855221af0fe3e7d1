package dev.freehold.analytics.boards;

import dev.freehold.kernel.error.ErrorCatalogue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires dashboards: their errors. */
@Configuration(proxyBeanMethods = false)
class BoardsConfiguration {

  @Bean
  ErrorCatalogue.Declared boardsErrors() {
    return ErrorCatalogue.Declared.of(BoardsError.values());
  }
}
