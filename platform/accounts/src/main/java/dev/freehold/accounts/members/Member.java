package dev.freehold.accounts.members;

import dev.freehold.accounts.Role;
import dev.freehold.kernel.http.Versioned;
import java.time.Instant;
import java.util.UUID;

/** A person who works in a tenant, and in which role. */
public record Member(
    UUID id,
    UUID userId,
    String name,
    String email,
    Role role,
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

  public boolean isActive() {
    return status == Status.ACTIVE;
  }

  boolean isActiveOwner() {
    return isActive() && role == Role.OWNER;
  }
}
