package dev.freehold.accounts.grants;

import dev.freehold.accounts.Role;
import dev.freehold.accounts.access.GrantablePermissions;
import dev.freehold.accounts.grants.Explanation.Reason;
import dev.freehold.accounts.projects.ProjectState;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Permissions;
import dev.freehold.kernel.access.ResourceKind;
import dev.freehold.kernel.db.Rows;
import dev.freehold.kernel.db.TenantDb;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.error.NotFound;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Names what decides whether somebody may do something. */
@Component
public class AccessExplainer {

  record MemberRow(
      Role role,
      String status,
      @Nullable UUID roleId,
      @Nullable String roleName,
      List<String> permissions) {}

  record KeyRow(
      String name,
      List<String> scopes,
      @Nullable Instant revokedAt,
      @Nullable Instant expiresAt,
      @Nullable ProjectState state) {}

  private final TenantDb db;
  private final GrantablePermissions grantable;
  private final Permissions permissions;
  private final List<ResourceKind> kinds;
  private final Clock clock;

  AccessExplainer(
      TenantDb db,
      GrantablePermissions grantable,
      Permissions permissions,
      List<ResourceKind> kinds,
      Clock clock) {
    this.db = db;
    this.grantable = grantable;
    this.permissions = permissions;
    this.kinds = kinds;
    this.clock = clock;
  }

  /**
   * @param subject a member's user id, or a key's id
   * @param resource the thing it is about; null asks about all of the tenant's
   */
  public Explanation explain(
      Caller caller, UUID subject, String permission, @Nullable UUID resource) {
    if (!grantable.exists(permission)) {
      throw new Invalid(
          GrantsError.UNKNOWN_PERMISSION,
          "There is no permission " + permission + ". /docs lists them.",
          List.of(new Invalid.Field("permission", "is not a permission that exists")));
    }
    if (resource != null && isElsewhere(caller, subject, resource)) {
      return Explanation.no(Reason.OTHER_PROJECT);
    }
    return db.inTenant(
        caller,
        sql -> {
          var member = member(sql, caller, subject);
          var decided =
              member.isPresent()
                  ? ofMember(member.get(), permission)
                  : ofKey(key(sql, caller, subject), subject, permission);
          return decided
              .or(() -> ofGrant(sql, caller, subject, permission, resource))
              .orElseGet(() -> Explanation.no(Reason.NOTHING_GRANTS_IT));
        });
  }

  private Optional<Explanation> ofMember(MemberRow member, String permission) {
    if (!member.status().equals("active")) {
      return Optional.of(Explanation.no(Reason.SUSPENDED));
    }
    if (member.role().permissions(permissions).contains(permission)) {
      return Optional.of(
          Explanation.yes(Reason.ROLE, member.role().name().toLowerCase(Locale.ROOT), null));
    }
    return member.permissions().contains(permission)
        ? Optional.of(Explanation.yes(Reason.CUSTOM_ROLE, member.roleName(), member.roleId()))
        : Optional.empty();
  }

  private Optional<Explanation> ofKey(KeyRow key, UUID id, String permission) {
    if (key.revokedAt() != null
        || key.expiresAt() != null && !key.expiresAt().isAfter(clock.instant())) {
      return Optional.of(Explanation.no(Reason.ENDED));
    }
    if (key.state() != null && key.state() != ProjectState.ACTIVE) {
      return Optional.of(Explanation.no(Reason.PROJECT_PAUSED));
    }
    return key.scopes().contains(permission)
        ? Optional.of(Explanation.yes(Reason.SCOPE, key.name(), id))
        : Optional.empty();
  }

  /** Whether the tenant has the thing, and the project that the key is bound to has not. */
  private boolean isElsewhere(Caller caller, UUID key, UUID resource) {
    var project =
        db.readOne(
            caller,
            """
            select project_id from accounts.api_key
            where tenant_id = :tenant and id = :key and project_id is not null
            """,
            Map.of("key", key),
            (row, index) -> row.getObject("project_id", UUID.class));
    if (project.isEmpty()) {
      return false;
    }
    var within = caller.inProject(project.get());
    return kinds.stream()
        .anyMatch(
            kind ->
                kind.nameOf().apply(caller, resource).isPresent()
                    && kind.nameOf().apply(within, resource).isEmpty());
  }

  private static Optional<Explanation> ofGrant(
      JdbcClient sql, Caller caller, UUID subject, String permission, @Nullable UUID resource) {
    if (resource == null) {
      return Optional.empty();
    }
    return sql.sql(
            """
            select id from kernel.access_grant
            where tenant_id = :tenant and subject_id = :subject and resource_id = :resource
              and :permission = any (permissions)
            """)
        .param("tenant", caller.tenantId())
        .param("subject", subject)
        .param("resource", resource)
        .param("permission", permission)
        .query(UUID.class)
        .optional()
        .map(id -> Explanation.yes(Reason.GRANT, null, id));
  }

  private static Optional<MemberRow> member(JdbcClient sql, Caller caller, UUID userId) {
    return sql.sql(
            """
            select m.role, m.status, r.id as role_id, r.name as role_name,
              coalesce(r.permissions, '{}') as permissions
            from accounts.member m
            left join accounts.custom_role r
              on r.tenant_id = m.tenant_id and r.id = m.custom_role_id
            where m.tenant_id = :tenant and m.user_id = :user
            """)
        .param("tenant", caller.tenantId())
        .param("user", userId)
        .query(Rows.of(MemberRow.class))
        .optional();
  }

  private static KeyRow key(JdbcClient sql, Caller caller, UUID id) {
    return sql.sql(
            """
            select k.name, k.scopes, k.revoked_at, k.expires_at, p.state
            from accounts.api_key k
            left join accounts.project p on p.tenant_id = k.tenant_id and p.id = k.project_id
            where k.tenant_id = :tenant and k.id = :id
            """)
        .param("tenant", caller.tenantId())
        .param("id", id)
        .query(Rows.of(KeyRow.class))
        .optional()
        .orElseThrow(
            () ->
                new NotFound(
                    GrantsError.SUBJECT_NOT_FOUND, "There is no member or key " + id + "."));
  }
}
