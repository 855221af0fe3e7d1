package dev.freehold.accounts.invitations;

import dev.freehold.accounts.Role;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody asked into a tenant by mail.
 *
 * @param sentAt when the mail server took the mail; null while it waits, or if there is no server
 */
public record Invitation(
    UUID id,
    String email,
    Role role,
    String invitedByName,
    Instant createdAt,
    Instant expiresAt,
    @Nullable Instant sentAt,
    @Nullable Instant acceptedAt,
    @Nullable Instant revokedAt) {

  /** Whether its link can still be used. */
  public boolean isOpen(Instant now) {
    return acceptedAt == null && revokedAt == null && expiresAt.isAfter(now);
  }
}
