package dev.freehold.accounts.grants;

import dev.freehold.kernel.access.Permission;
import dev.freehold.kernel.access.Permissions;
import dev.freehold.kernel.error.ErrorCatalogue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The permissions and errors of grants on single things. */
@Configuration(proxyBeanMethods = false)
class GrantsConfiguration {

  @Bean
  Permissions.Declared grantPermissions() {
    return Permissions.Declared.of(
        new Permission("accounts.access:read", "Ask why somebody may do something, or may not."),
        new Permission("accounts.grants:read", "List the grants on single things."),
        new Permission("accounts.grants:write", "Give and take back grants on single things."));
  }

  @Bean
  ErrorCatalogue.Declared grantErrors() {
    return ErrorCatalogue.Declared.of(GrantsError.values());
  }
}
