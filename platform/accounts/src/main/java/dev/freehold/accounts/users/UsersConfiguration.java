package dev.freehold.accounts.users;

import dev.freehold.kernel.error.ErrorCatalogue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires people's own accounts: their errors. */
@Configuration(proxyBeanMethods = false)
class UsersConfiguration {

  @Bean
  ErrorCatalogue.Declared usersErrors() {
    return ErrorCatalogue.Declared.of(UsersError.values());
  }
}
