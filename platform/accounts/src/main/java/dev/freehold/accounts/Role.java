package dev.freehold.accounts;

import dev.freehold.kernel.access.Permission;
import dev.freehold.kernel.access.Permissions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/** The built-in roles of a tenant's members, from all rights to reading. */
public enum Role {
  /** Everything, closing the tenant included. */
  OWNER(permission -> true),
  /** Everything but closing the tenant. */
  ADMIN(permission -> !permission.name().equals(AccountsConfiguration.CLOSE_TENANT)),
  /**
   * All of the products, erasure of people included, and reading of the rest except keys and
   * grants.
   */
  MANAGER(permission -> isProduct(permission) || isPlainReading(permission)),
  /** Reading and writing in the products, but no erasure. */
  MEMBER(
      permission ->
          isProduct(permission) && !permission.action().equals("erase")
              || isPlainReading(permission)),
  /** Reading in the products. */
  VIEWER(permission -> isProduct(permission) && permission.action().equals("read")),
  /** Nothing by itself: the tenant's own role says what. */
  CUSTOM(permission -> false);

  private final Predicate<Permission> holds;

  Role(Predicate<Permission> holds) {
    this.holds = holds;
  }

  /** All but {@link #CUSTOM}, the highest first. */
  public static List<Role> builtIn() {
    return Arrays.stream(values()).filter(role -> role != CUSTOM).toList();
  }

  /** What a member in this role may do; never what only the operator may. */
  public Set<String> permissions(Permissions all) {
    return all.names(permission -> holds.test(permission) && !isOfOperator(permission));
  }

  /** What the owner of the operator's own tenant may do besides. */
  public static Set<String> permissionsOfOperator(Permissions all) {
    return all.names(permission -> OWNER.holds.test(permission));
  }

  /** Such a permission reaches across tenants: no role and no key can be given it. */
  private static boolean isOfOperator(Permission permission) {
    return permission.module().equals("operator");
  }

  public static Role of(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT));
  }

  private static boolean isProduct(Permission permission) {
    return !permission.module().equals("accounts") && !permission.module().equals("kernel");
  }

  private static boolean isPlainReading(Permission permission) {
    return permission.action().equals("read")
        && !permission.name().startsWith("accounts.api_keys")
        && !permission.name().startsWith("accounts.grants")
        && !permission.name().startsWith("accounts.access")
        && !permission.name().startsWith("kernel.audit_log");
  }
}
