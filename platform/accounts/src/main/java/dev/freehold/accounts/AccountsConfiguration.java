package dev.freehold.accounts;

import dev.freehold.kernel.access.Permission;
import dev.freehold.kernel.access.Permissions;
import dev.freehold.kernel.error.ErrorCatalogue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires accounts: its permissions, its filter (run by Spring Security's chain). */
@Configuration(proxyBeanMethods = false)
public class AccountsConfiguration {

  public static final String CLOSE_TENANT = "accounts.tenant:close";

  @Bean
  Permissions.Declared accountsPermissions() {
    return Permissions.Declared.of(
        new Permission("accounts.tenant:read", "Read the tenant's name and slug."),
        new Permission("accounts.tenant:write", "Rename the tenant."),
        new Permission(CLOSE_TENANT, "Close the tenant: every key and session ends at once."),
        new Permission("accounts.members:read", "List the members and their roles."),
        new Permission(
            "accounts.members:write",
            "Invite people, change their roles, suspend and remove them, none above your own role."),
        new Permission("accounts.api_keys:read", "List the API keys, without their secrets."),
        new Permission("accounts.api_keys:verify", "Ask whether an API key is good."),
        new Permission("accounts.api_keys:write", "Make, roll and revoke API keys."));
  }

  @Bean
  ErrorCatalogue.Declared accountsErrors() {
    return ErrorCatalogue.Declared.of(AccountsError.values());
  }
}
