package dev.freehold.accounts.members;

import dev.freehold.kernel.error.ErrorCatalogue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires members: their errors. */
@Configuration(proxyBeanMethods = false)
class MembersConfiguration {

  @Bean
  ErrorCatalogue.Declared membersErrors() {
    return ErrorCatalogue.Declared.of(MembersError.values());
  }
}
