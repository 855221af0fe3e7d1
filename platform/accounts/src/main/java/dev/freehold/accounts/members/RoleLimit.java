package dev.freehold.accounts.members;

import dev.freehold.accounts.Role;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Permissions;
import dev.freehold.kernel.db.Rows;
import dev.freehold.kernel.error.Forbidden;
import dev.freehold.kernel.error.NotFound;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Nobody gives away more than they have: a role is within reach of those who hold each of its
 * permissions, whether by a role of their own or by a key.
 */
@Component
public class RoleLimit {

  record RoleRow(String name, List<String> permissions) {}

  private final Permissions permissions;

  RoleLimit(Permissions permissions) {
    this.permissions = permissions;
  }

  /** The roles that the caller may give and take, the highest first. */
  public List<Role> within(Caller caller) {
    return Role.builtIn().stream().filter(role -> reaches(caller, role)).toList();
  }

  public boolean reaches(Caller caller, Role role) {
    return caller.permissions().containsAll(role.permissions(permissions));
  }

  /** The same for a role of the tenant's own. */
  void checkCustom(JdbcClient sql, Caller caller, UUID roleId) {
    var role =
        sql.sql(
                """
                select name, permissions from accounts.custom_role
                where tenant_id = :tenant and id = :id for share
                """)
            .param("tenant", caller.tenantId())
            .param("id", roleId)
            .query(Rows.of(RoleRow.class))
            .optional()
            .orElseThrow(
                () -> new NotFound(MembersError.NO_SUCH_ROLE, "There is no role " + roleId + "."));
    var there = Role.OWNER.permissions(permissions);
    if (!role.permissions().stream().filter(there::contains).allMatch(caller::may)) {
      throw above(role.name());
    }
  }

  public void check(Caller caller, Role role) {
    if (!reaches(caller, role)) {
      throw above(role.name().toLowerCase(Locale.ROOT));
    }
  }

  private static Forbidden above(String role) {
    return new Forbidden(
        MembersError.ROLE_ABOVE_YOURS,
        "The role " + role + " may do more than you may. Ask somebody who holds it.");
  }
}
