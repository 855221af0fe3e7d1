package dev.freehold.analytics.sites;

import dev.freehold.accounts.tenants.TenantClosed;
import dev.freehold.kernel.jobs.Recurring;
import dev.freehold.kernel.outbox.Subscriber;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires sites: what they react to, and what is forgotten. */
@Configuration(proxyBeanMethods = false)
class SitesConfiguration {

  @Bean
  Subscriber<TenantClosed> sitesOfClosedTenants(Sites sites) {
    return new Subscriber<>(TenantClosed.class, (caller, closed) -> sites.archiveAll(caller));
  }

  @Bean
  Recurring visitorSaltRotation(VisitorSalts salts) {
    return new Recurring("visitor-salts", Duration.ofMinutes(30), salts::forget);
  }
}
