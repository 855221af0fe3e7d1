package dev.freehold.kernel;

import dev.freehold.kernel.http.IdempotentRequest;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The first parameter of every tenant verb: whose rows, who acts, with which permissions, in which
 * request. Authorisation is this value, never a thread-local.
 *
 * @param project the one that the caller is bound to: the database shows its rows alone, and only
 *     routes that are made for it are open; null if the caller is the whole tenant's
 * @param permissions what the caller may do with everything of the tenant, or of the project
 * @param partial what the caller may do with single things that were granted
 * @param limit the permission that this request needs and that the caller holds for single things
 *     alone: the database shows just those; null if all may be seen
 * @param idempotent set when the request carries an {@code Idempotency-Key}
 * @param impersonation set while the operator acts as the actor, whose name says both then
 */
public record Caller(
    UUID tenantId,
    @Nullable UUID project,
    Actor actor,
    Set<String> permissions,
    Set<String> partial,
    @Nullable String limit,
    String requestId,
    @Nullable IdempotentRequest idempotent,
    @Nullable Impersonation impersonation) {

  /** A caller of the whole tenant. */
  public Caller(
      UUID tenantId,
      Actor actor,
      Set<String> permissions,
      Set<String> partial,
      @Nullable String limit,
      String requestId,
      @Nullable IdempotentRequest idempotent) {
    this(tenantId, null, actor, permissions, partial, limit, requestId, idempotent, null);
  }

  /** A caller of the whole tenant without grants on single things. */
  public Caller(
      UUID tenantId,
      Actor actor,
      Set<String> permissions,
      String requestId,
      @Nullable IdempotentRequest idempotent) {
    this(tenantId, actor, permissions, Set.of(), null, requestId, idempotent);
  }

  /** A background job or another part of the program acting inside one tenant. */
  public static Caller system(UUID tenantId, String name, String requestId) {
    return new Caller(
        tenantId, new Actor(Actor.Kind.SYSTEM, null, name), Set.of(), requestId, null);
  }

  public boolean may(String permission) {
    return permissions.contains(permission);
  }

  /** Whether the caller may at least do it with something. */
  public boolean mayWithSome(String permission) {
    return may(permission) || partial.contains(permission);
  }

  public Caller with(IdempotentRequest request) {
    return new Caller(
        tenantId, project, actor, permissions, partial, limit, requestId, request, impersonation);
  }

  /** The same caller, who is shown only what this permission was granted for. */
  public Caller limitedTo(String permission) {
    return new Caller(
        tenantId,
        project,
        actor,
        permissions,
        partial,
        permission,
        requestId,
        idempotent,
        impersonation);
  }

  /** The same caller, who reaches nothing but what belongs to this project. */
  public Caller inProject(@Nullable UUID id) {
    return new Caller(
        tenantId, id, actor, permissions, partial, limit, requestId, idempotent, impersonation);
  }
}
