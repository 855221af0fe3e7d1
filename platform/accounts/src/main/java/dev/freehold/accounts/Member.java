package dev.freehold.accounts;

import java.time.Instant;
import java.util.UUID;

/** A person who works in a tenant, and in which role. */
public record Member(
    UUID id, UUID userId, String name, String email, Role role, Instant createdAt) {}
