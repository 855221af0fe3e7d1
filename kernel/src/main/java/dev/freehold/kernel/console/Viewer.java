package dev.freehold.kernel.console;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who looks at the page and in which tenant.
 *
 * @param tenants those that the member may switch to, the current one included
 * @param accent the tenant's colour as {@code #rrggbb}, if it set one
 * @param logo where the tenant's logo is, if it has one
 */
public record Viewer(
    String name,
    String email,
    Tenant tenant,
    List<Tenant> tenants,
    @Nullable String accent,
    @Nullable String logo) {

  /** A tenant that the member belongs to. */
  public record Tenant(UUID id, String name) {}
}
