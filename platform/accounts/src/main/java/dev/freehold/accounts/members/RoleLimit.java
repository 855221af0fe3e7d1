package dev.freehold.accounts.members;

import dev.freehold.accounts.Role;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Permissions;
import dev.freehold.kernel.error.Forbidden;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/**
 * Nobody gives away more than they have: a role is within reach of those who hold each of its
 * permissions, whether by a role of their own or by a key.
 */
@Component
public class RoleLimit {

  private final Permissions permissions;

  RoleLimit(Permissions permissions) {
    this.permissions = permissions;
  }

  /** The roles that the caller may give and take, the highest first. */
  public List<Role> within(Caller caller) {
    return Arrays.stream(Role.values()).filter(role -> reaches(caller, role)).toList();
  }

  public boolean reaches(Caller caller, Role role) {
    return caller.permissions().containsAll(role.permissions(permissions));
  }

  public void check(Caller caller, Role role) {
    if (!reaches(caller, role)) {
      throw new Forbidden(
          MembersError.ROLE_ABOVE_YOURS,
          "The role "
              + role.name().toLowerCase(Locale.ROOT)
              + " may do more than you may. Ask somebody who holds it.");
    }
  }
}
