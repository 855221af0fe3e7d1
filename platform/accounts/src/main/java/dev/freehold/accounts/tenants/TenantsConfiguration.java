package dev.freehold.accounts.tenants;

import dev.freehold.kernel.outbox.Subscriber;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What happens to the rest of a tenant when it closes. */
@Configuration(proxyBeanMethods = false)
class TenantsConfiguration {

  @Bean
  Subscriber<TenantClosed> sandboxesOfClosedTenants(Sandboxes sandboxes) {
    return new Subscriber<>(TenantClosed.class, (caller, closed) -> sandboxes.close(caller));
  }
}
