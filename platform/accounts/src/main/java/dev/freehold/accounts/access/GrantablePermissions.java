package dev.freehold.accounts.access;

import dev.freehold.accounts.AccountsError;
import dev.freehold.accounts.Role;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Permission;
import dev.freehold.kernel.access.Permissions;
import dev.freehold.kernel.error.Invalid;
import java.util.Collection;
import java.util.List;
import org.springframework.stereotype.Component;

/** Nobody gives away what they do not hold, and nobody what only the operator can. */
@Component
public class GrantablePermissions {

  private final Permissions permissions;

  GrantablePermissions(Permissions permissions) {
    this.permissions = permissions;
  }

  /** What the caller may give to keys, roles and grants. */
  public List<Permission> of(Caller caller) {
    var ofTenants = Role.OWNER.permissions(permissions);
    return permissions.all().stream()
        .filter(permission -> ofTenants.contains(permission.name()))
        .filter(permission -> caller.may(permission.name()))
        .toList();
  }

  /**
   * The permissions once each and in order.
   *
   * @param field where they stood in the request
   * @throws Invalid if one does not exist, or is not the caller's to give
   */
  public List<String> checked(Caller caller, Collection<String> wanted, String field) {
    var ofTenants = Role.OWNER.permissions(permissions);
    for (var permission : wanted) {
      if (!ofTenants.contains(permission) || !caller.may(permission)) {
        throw new Invalid(
            AccountsError.UNKNOWN_SCOPE,
            permission + " is not a permission that you hold. /docs lists them.",
            List.of(
                new Invalid.Field(field, "contains " + permission + ", which you do not hold")));
      }
    }
    return wanted.stream().distinct().sorted().toList();
  }

  /** Whether there is such a permission at all. */
  public boolean exists(String permission) {
    return permissions.names().contains(permission);
  }
}
