package dev.freehold.accounts.roles;

import dev.freehold.kernel.access.Permission;
import dev.freehold.kernel.access.Permissions;
import dev.freehold.kernel.error.ErrorCatalogue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The permissions and errors of a tenant's own roles. */
@Configuration(proxyBeanMethods = false)
class RolesConfiguration {

  @Bean
  Permissions.Declared rolePermissions() {
    return Permissions.Declared.of(
        new Permission("accounts.roles:read", "List the roles that the tenant made itself."),
        new Permission("accounts.roles:write", "Make, change and delete such roles."));
  }

  @Bean
  ErrorCatalogue.Declared roleErrors() {
    return ErrorCatalogue.Declared.of(RolesError.values());
  }
}
