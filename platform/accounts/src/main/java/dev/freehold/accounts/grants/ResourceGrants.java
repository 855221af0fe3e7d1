package dev.freehold.accounts.grants;

import dev.freehold.accounts.access.GrantablePermissions;
import dev.freehold.accounts.access.KeyCache;
import dev.freehold.accounts.grants.ResourceGrant.SubjectKind;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.ResourceKind;
import dev.freehold.kernel.db.Rows;
import dev.freehold.kernel.db.TenantDb;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.error.NotFound;
import dev.freehold.kernel.http.Page;
import dev.freehold.kernel.http.PageRequest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Permissions on single things: given to a member or key, and taken back. */
@Component
public class ResourceGrants {

  /** Who is to do what with which thing. */
  public record Draft(
      UUID subjectId, String resourceKind, UUID resourceId, List<String> permissions) {}

  private static final String COLUMNS =
      "select id, subject_kind, subject_id, resource_kind, resource_id, permissions, created_at"
          + " from kernel.access_grant where tenant_id = :tenant";

  private final TenantDb db;
  private final GrantablePermissions grantable;
  private final List<ResourceKind> kinds;
  private final KeyCache cache;

  ResourceGrants(
      TenantDb db, GrantablePermissions grantable, List<ResourceKind> kinds, KeyCache cache) {
    this.db = db;
    this.grantable = grantable;
    this.kinds = kinds;
    this.cache = cache;
  }

  /** Gives it; what the same subject had on the same thing before is replaced. */
  public ResourceGrant give(Caller caller, Draft draft) {
    var kind = kind(draft.resourceKind());
    var permissions = grantable.checked(caller, draft.permissions(), "permissions");
    if (permissions.isEmpty()) {
      throw Invalid.field("permissions", "needs at least one");
    }
    for (var permission : permissions) {
      if (!kind.permissions().contains(permission)) {
        throw new Invalid(
            GrantsError.UNKNOWN_PERMISSION,
            permission + " cannot be granted on a single " + kind.label() + ".",
            List.of(new Invalid.Field("permissions", "can hold " + kind.permissions())));
      }
    }
    if (kind.nameOf().apply(caller, draft.resourceId()).isEmpty()) {
      throw new NotFound(
          GrantsError.RESOURCE_NOT_FOUND,
          "There is no " + kind.label() + " " + draft.resourceId() + ".");
    }
    var given =
        db.inTenant(
            caller,
            sql ->
                sql.sql(
                        """
                        insert into kernel.access_grant as g
                          (subject_kind, subject_id, resource_kind, resource_id, permissions)
                        values (lower(:subjectKind), :subject, :kind, :resource, :permissions)
                        on conflict (tenant_id, subject_id, resource_kind, resource_id)
                          do update set permissions = excluded.permissions
                        returning id, subject_kind, subject_id, resource_kind, resource_id,
                          permissions, created_at
                        """)
                    .param("subjectKind", subject(sql, caller, draft.subjectId()).name())
                    .param("subject", draft.subjectId())
                    .param("kind", kind.name())
                    .param("resource", draft.resourceId())
                    .param("permissions", permissions.toArray(new String[0]))
                    .query(Rows.of(ResourceGrant.class))
                    .single());
    cache.forgetActor(draft.subjectId());
    return given;
  }

  /** Newest first. */
  public Page<ResourceGrant> list(Caller caller, PageRequest page) {
    return page.of(
        db.read(
            caller,
            COLUMNS + " and id < :after order by id desc limit :limit",
            page.values(),
            Rows.of(ResourceGrant.class)),
        ResourceGrant::id);
  }

  /** All that one member or key has, by thing. */
  List<ResourceGrant> of(Caller caller, UUID subjectId) {
    return db.read(
        caller,
        COLUMNS + " and subject_id = :subject order by resource_kind, resource_id",
        Map.of("subject", subjectId),
        Rows.of(ResourceGrant.class));
  }

  /** Takes it back: the next statement of its subject does not see the thing any more. */
  public void take(Caller caller, UUID id) {
    var subject =
        db.inTenant(
            caller,
            sql ->
                sql.sql(
                        """
                        delete from kernel.access_grant
                        where tenant_id = :tenant and id = :id
                        returning subject_id
                        """)
                    .param("tenant", caller.tenantId())
                    .param("id", id)
                    .query(UUID.class)
                    .optional()
                    .orElseThrow(
                        () ->
                            new NotFound(
                                GrantsError.GRANT_NOT_FOUND, "There is no grant " + id + ".")));
    cache.forgetActor(subject);
  }

  private ResourceKind kind(String name) {
    return kinds.stream()
        .filter(kind -> kind.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                Invalid.field(
                    "resource_kind",
                    "must be one of " + kinds.stream().map(ResourceKind::name).sorted().toList()));
  }

  private static SubjectKind subject(JdbcClient sql, Caller caller, UUID id) {
    return sql.sql(
            """
            select 'USER' from accounts.member where tenant_id = :tenant and user_id = :id
            union all
            select 'KEY' from accounts.api_key
            where tenant_id = :tenant and id = :id and revoked_at is null and mode = 'live'
            """)
        .param("tenant", caller.tenantId())
        .param("id", id)
        .query(String.class)
        .optional()
        .map(SubjectKind::valueOf)
        .orElseThrow(
            () ->
                new NotFound(
                    GrantsError.SUBJECT_NOT_FOUND, "There is no member or live key " + id + "."));
  }
}
