package dev.freehold.accounts.members;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.freehold.accounts.Role;
import dev.freehold.kernel.http.Versioned;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person who works in a tenant, and in which role.
 *
 * @param customRoleId the tenant's own role, if the role is {@code custom}
 * @param customRole its name
 */
public record Member(
    UUID id,
    UUID userId,
    String name,
    String email,
    Role role,
    @Nullable UUID customRoleId,
    @Nullable String customRole,
    Status status,
    Instant createdAt,
    Instant updatedAt,
    long version)
    implements Versioned {

  /** Whether the person may use the tenant at present. */
  public enum Status {
    ACTIVE,
    SUSPENDED
  }

  @JsonIgnore
  public boolean isActive() {
    return status == Status.ACTIVE;
  }

  boolean isActiveOwner() {
    return isActive() && role == Role.OWNER;
  }
}
