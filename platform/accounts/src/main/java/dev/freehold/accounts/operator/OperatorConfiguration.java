package dev.freehold.accounts.operator;

import dev.freehold.kernel.access.Permission;
import dev.freehold.kernel.access.Permissions;
import dev.freehold.kernel.error.ErrorCatalogue;
import dev.freehold.kernel.jobs.Recurring;
import java.time.Duration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the operator's work: permissions that no role and no key can hold, and its upkeep. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OperatorSettings.class)
class OperatorConfiguration {

  static final String READ = "operator.tenants:read";
  static final String WRITE = "operator.tenants:write";

  private static final String WHOSE = " Only the owner of the operator's own tenant.";

  @Bean
  Permissions.Declared operatorTenantPermissions() {
    return Permissions.Declared.of(
        new Permission(READ, "See all tenants and how they stand." + WHOSE),
        new Permission(WRITE, "Suspend, restore and remove tenants." + WHOSE));
  }

  @Bean
  ErrorCatalogue.Declared operatorErrors() {
    return ErrorCatalogue.Declared.of(OperatorError.values());
  }

  @Bean
  Recurring dueTenantErasures(TenantErasure erasure) {
    return new Recurring("tenant-erasure", Duration.ofMinutes(1), erasure::run);
  }
}
