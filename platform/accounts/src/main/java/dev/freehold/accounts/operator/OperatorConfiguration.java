package dev.freehold.accounts.operator;

import dev.freehold.kernel.access.Permission;
import dev.freehold.kernel.access.Permissions;
import dev.freehold.kernel.error.ErrorCatalogue;
import dev.freehold.kernel.jobs.Recurring;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Wires the operator's work: permissions that no role and no key can hold, and its upkeep. */
@Configuration(proxyBeanMethods = false)
class OperatorConfiguration {

  static final String READ = "operator.tenants:read";
  static final String WRITE = "operator.tenants:write";
  static final String IMPERSONATE = "operator.impersonations:write";

  private static final String WHOSE = " Only the owner of the operator's own tenant.";

  @Bean
  Permissions.Declared operatorTenantPermissions() {
    return Permissions.Declared.of(
        new Permission(READ, "See all tenants and how they stand." + WHOSE),
        new Permission(WRITE, "Suspend, restore and remove tenants." + WHOSE),
        new Permission(IMPERSONATE, "Act as a member of a tenant for a while." + WHOSE));
  }

  @Bean
  ErrorCatalogue.Declared operatorErrors() {
    return ErrorCatalogue.Declared.of(OperatorError.values());
  }

  /** Comes before anything that would ask for a password which the operator does not know. */
  @Bean
  WebMvcConfigurer impersonationLimits(ImpersonationGuard guard) {
    return new WebMvcConfigurer() {
      @Override
      public void addInterceptors(InterceptorRegistry interceptors) {
        interceptors
            .addInterceptor(guard)
            .excludePathPatterns("/v1/**")
            .order(Ordered.LOWEST_PRECEDENCE - 1);
      }
    };
  }

  @Bean
  Recurring expiredImpersonations(Impersonations impersonations) {
    return new Recurring(
        "expired-impersonations", Duration.ofMinutes(1), impersonations::endExpired);
  }

  @Bean
  Recurring dueTenantErasures(TenantErasure erasure) {
    return new Recurring("tenant-erasure", Duration.ofMinutes(1), erasure::run);
  }
}
