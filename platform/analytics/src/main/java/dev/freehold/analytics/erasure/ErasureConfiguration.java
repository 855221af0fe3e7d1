package dev.freehold.analytics.erasure;

import dev.freehold.accounts.tenants.TenantClosed;
import dev.freehold.eventstore.EventStore;
import dev.freehold.kernel.erasure.TenantStore;
import dev.freehold.kernel.jobs.JobKind;
import dev.freehold.kernel.outbox.Subscriber;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires erasure: its jobs, and what begins them. */
@Configuration(proxyBeanMethods = false)
class ErasureConfiguration {

  @Bean
  JobKind<PersonErasures.Request> erasePerson(PersonErasures erasures) {
    return new JobKind<>(PersonErasures.KIND, PersonErasures.Request.class, erasures::erase);
  }

  @Bean
  JobKind<ClosedTenants.Request> eraseClosedTenant(ClosedTenants tenants) {
    return new JobKind<>(
        ClosedTenants.KIND,
        ClosedTenants.Request.class,
        (caller, request) -> {
          tenants.erase(caller);
          return request;
        });
  }

  @Bean
  TenantStore eventsOfErasedTenants(EventStore store) {
    return new TenantStore("events", store::eraseTenant);
  }

  @Bean
  Subscriber<TenantClosed> eventsOfClosedTenants(ClosedTenants tenants) {
    return new Subscriber<>(TenantClosed.class, tenants::begin);
  }
}
