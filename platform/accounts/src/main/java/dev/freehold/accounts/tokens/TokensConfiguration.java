package dev.freehold.accounts.tokens;

import dev.freehold.kernel.error.ErrorCatalogue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires tokens: their errors. */
@Configuration(proxyBeanMethods = false)
class TokensConfiguration {

  @Bean
  ErrorCatalogue.Declared tokensErrors() {
    return ErrorCatalogue.Declared.of(TokensError.values());
  }
}
