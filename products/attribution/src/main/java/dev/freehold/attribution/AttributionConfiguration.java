package dev.freehold.attribution;

import dev.freehold.accounts.tenants.TenantClosed;
import dev.freehold.eventstore.Stream;
import dev.freehold.kernel.access.Permission;
import dev.freehold.kernel.access.Permissions;
import dev.freehold.kernel.access.ResourceKind;
import dev.freehold.kernel.batch.BatchBody;
import dev.freehold.kernel.error.ErrorCatalogue;
import dev.freehold.kernel.http.BodyLimit;
import dev.freehold.kernel.http.PageRequest;
import dev.freehold.kernel.jobs.JobKind;
import dev.freehold.kernel.outbox.Subscriber;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires attribution: its permissions, the size of its batches, its job, what it reacts to. */
@Configuration(proxyBeanMethods = false)
class AttributionConfiguration {

  @Bean
  Permissions.Declared attributionPermissions() {
    return Permissions.Declared.of(
        new Permission("attribution.apps:read", "List and read apps."),
        new Permission("attribution.apps:write", "Make, change and archive apps."),
        new Permission("attribution.links:read", "List and read tracking links."),
        new Permission("attribution.links:write", "Make, change and archive tracking links."),
        new Permission("attribution.events:read", "See events and people's journeys."),
        new Permission("attribution.events:write", "Send events."),
        new Permission("attribution.credit:read", "Read credit reports and their reasons."),
        new Permission("attribution.users:erase", "Erase a person's events for good."));
  }

  /** A member or key can be let into single apps, with their links. */
  @Bean
  ResourceKind appKind(Apps apps) {
    return new ResourceKind(
        "attribution.app",
        "app",
        List.of(
            "attribution.apps:read",
            "attribution.apps:write",
            "attribution.links:read",
            "attribution.links:write"),
        (caller, id) -> apps.find(caller, id).map(App::name),
        caller ->
            apps.list(caller, PageRequest.first(ResourceKind.MOST)).rows().stream()
                .collect(Collectors.toMap(App::id, App::name)));
  }

  @Bean
  ErrorCatalogue.Declared attributionErrors() {
    return ErrorCatalogue.Declared.of(AttributionError.values());
  }

  @Bean
  Stream attributionEvents() {
    return AttributionStreams.EVENTS;
  }

  @Bean
  Stream attributionIdentities() {
    return AttributionStreams.IDENTITIES;
  }

  @Bean
  BodyLimit.Exception eventBatches() {
    return new BodyLimit.Exception(EventsApi.PATH, BatchBody.MAX_BYTES);
  }

  @Bean
  JobKind<Erasures.Request> eraseUser(Erasures erasures) {
    return new JobKind<>(Erasures.KIND, Erasures.Request.class, erasures::erase);
  }

  @Bean
  Subscriber<TenantClosed> linksOfClosedTenants(Links links) {
    return new Subscriber<>(TenantClosed.class, (caller, closed) -> links.archiveAll(caller));
  }
}
