package dev.freehold.kernel;

import dev.freehold.kernel.http.IdempotentRequest;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The first parameter of every tenant verb: whose rows, who acts, with which permissions, in which
 * request. Authorisation is this value, never a thread-local.
 *
 * @param idempotent set when the request carries an {@code Idempotency-Key}
 */
public record Caller(
    UUID tenantId,
    Actor actor,
    Set<String> permissions,
    String requestId,
    @Nullable IdempotentRequest idempotent) {

  /** A background job or another part of the program acting inside one tenant. */
  public static Caller system(UUID tenantId, String name, String requestId) {
    return new Caller(
        tenantId, new Actor(Actor.Kind.SYSTEM, null, name), Set.of(), requestId, null);
  }

  public boolean may(String permission) {
    return permissions.contains(permission);
  }

  public Caller with(IdempotentRequest request) {
    return new Caller(tenantId, actor, permissions, requestId, request);
  }
}
