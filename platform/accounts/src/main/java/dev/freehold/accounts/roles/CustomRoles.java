package dev.freehold.accounts.roles;

import dev.freehold.accounts.access.GrantablePermissions;
import dev.freehold.accounts.access.KeyCache;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.db.Rows;
import dev.freehold.kernel.db.TenantDb;
import dev.freehold.kernel.error.Conflict;
import dev.freehold.kernel.error.NotFound;
import dev.freehold.kernel.http.IfMatch;
import dev.freehold.kernel.http.Page;
import dev.freehold.kernel.http.PageRequest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** A tenant's own roles: made, changed, deleted. None can do more than who makes it. */
@Component
public class CustomRoles {

  /** What a role is to be; all of it, also when it is changed. */
  public record Draft(String name, String description, List<String> permissions) {}

  private final TenantDb db;
  private final GrantablePermissions grantable;
  private final KeyCache cache;

  CustomRoles(TenantDb db, GrantablePermissions grantable, KeyCache cache) {
    this.db = db;
    this.grantable = grantable;
    this.cache = cache;
  }

  public CustomRole create(Caller caller, Draft draft) {
    var permissions = grantable.checked(caller, draft.permissions(), "permissions");
    return named(
        draft.name(),
        () ->
            db.inTenant(
                caller,
                sql ->
                    sql.sql(
                            """
                            insert into accounts.custom_role (name, description, permissions)
                            values (:name, :description, :permissions)
                            returning *
                            """)
                        .param("name", draft.name())
                        .param("description", draft.description())
                        .param("permissions", permissions.toArray(new String[0]))
                        .query(Rows.of(CustomRole.class))
                        .single()));
  }

  /** Newest first. */
  public Page<CustomRole> list(Caller caller, PageRequest page) {
    return page.of(
        db.read(
            caller,
            """
            select * from accounts.custom_role
            where tenant_id = :tenant and id < :after
            order by id desc
            limit :limit
            """,
            page.values(),
            Rows.of(CustomRole.class)),
        CustomRole::id);
  }

  public CustomRole get(Caller caller, UUID id) {
    return db.readOne(
            caller,
            "select * from accounts.custom_role where tenant_id = :tenant and id = :id",
            Map.of("id", id),
            Rows.of(CustomRole.class))
        .orElseThrow(() -> notFound(id));
  }

  /**
   * Changes a role for everybody who has it, from the next request on. Neither what it could do nor
   * what it can do from now on may be more than the caller can.
   */
  public CustomRole update(Caller caller, UUID id, Draft draft, IfMatch ifMatch) {
    var permissions = grantable.checked(caller, draft.permissions(), "permissions");
    var changed =
        named(
            draft.name(),
            () ->
                db.inTenant(
                    caller,
                    sql -> {
                      var current = lock(sql, caller, id);
                      ifMatch.check(current);
                      grantable.checked(caller, current.permissions(), "permissions");
                      return sql.sql(
                              """
                              update accounts.custom_role
                              set name = :name, description = :description,
                                permissions = :permissions
                              where tenant_id = :tenant and id = :id
                              returning *
                              """)
                          .param("name", draft.name())
                          .param("description", draft.description())
                          .param("permissions", permissions.toArray(new String[0]))
                          .param("tenant", caller.tenantId())
                          .param("id", id)
                          .query(Rows.of(CustomRole.class))
                          .single();
                    }));
    cache.forgetTenant(caller.tenantId());
    return changed;
  }

  /** Deletes a role that nobody has. */
  public void delete(Caller caller, UUID id) {
    try {
      db.inTenant(
          caller,
          sql -> {
            lock(sql, caller, id);
            return sql.sql(
                    "delete from accounts.custom_role where tenant_id = :tenant and id = :id")
                .param("tenant", caller.tenantId())
                .param("id", id)
                .update();
          });
    } catch (DuplicateKeyException e) {
      throw e;
    } catch (DataIntegrityViolationException e) {
      throw new Conflict(
          RolesError.ROLE_IN_USE, "Members still have this role. Give them another one first.");
    }
  }

  private static CustomRole lock(JdbcClient sql, Caller caller, UUID id) {
    return sql.sql(
            """
            select * from accounts.custom_role
            where tenant_id = :tenant and id = :id for update
            """)
        .param("tenant", caller.tenantId())
        .param("id", id)
        .query(Rows.of(CustomRole.class))
        .optional()
        .orElseThrow(() -> notFound(id));
  }

  private static CustomRole named(String name, java.util.function.Supplier<CustomRole> work) {
    try {
      return work.get();
    } catch (DuplicateKeyException e) {
      throw new Conflict(
          RolesError.ROLE_NAME_TAKEN, "There is a role " + name + " already. Choose another name.");
    }
  }

  private static NotFound notFound(UUID id) {
    return new NotFound(RolesError.ROLE_NOT_FOUND, "There is no role " + id + ".");
  }
}
