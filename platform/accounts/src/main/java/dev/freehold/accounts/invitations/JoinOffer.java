package dev.freehold.accounts.invitations;

import dev.freehold.accounts.Role;
import java.util.UUID;

/**
 * What an open invitation says to whoever holds its link.
 *
 * @param hasAccount whether the address belongs to an account, whose password is then asked for
 */
public record JoinOffer(
    UUID tenantId,
    String tenantName,
    String email,
    Role role,
    String invitedByName,
    boolean hasAccount) {}
