package dev.freehold.accounts.members;

import dev.freehold.accounts.Role;
import java.time.Instant;
import java.util.UUID;

/** A person who works in a tenant, and in which role. */
public record Member(
    UUID id, UUID userId, String name, String email, Role role, Instant createdAt) {}
