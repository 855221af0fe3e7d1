package dev.freehold.analytics.customers;

import dev.freehold.accounts.operator.TenantFigure;
import dev.freehold.kernel.access.Permission;
import dev.freehold.kernel.access.Permissions;
import dev.freehold.kernel.jobs.Recurring;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the operator's view: permissions that no role and no key can hold, and its upkeep. */
@Configuration(proxyBeanMethods = false)
class CustomersConfiguration {

  @Bean
  Permissions.Declared operatorPermissions() {
    return Permissions.Declared.of(
        new Permission(
            "operator.customers:read",
            "See how all tenants do. Only the owner of the operator's own tenant, in the console."),
        new Permission(
            "operator.customers:write",
            "Set targets for all tenants. Only the owner of the operator's own tenant, in the"
                + " console."));
  }

  @Bean
  TenantFigure eventsOfTenants(EventCounts counts) {
    return new TenantFigure("Events", counts::since);
  }

  @Bean
  Recurring customerWeekUpkeep(CustomerWeeks weeks) {
    return new Recurring("customer-weeks", Duration.ofMinutes(10), weeks::run);
  }
}
