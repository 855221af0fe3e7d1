package dev.freehold.accounts.members;

import dev.freehold.accounts.Role;
import dev.freehold.accounts.roles.CustomRole;
import dev.freehold.kernel.console.Form;
import dev.freehold.kernel.error.Invalid;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Roles as pages and forms write them. */
public final class RoleNames {

  private RoleNames() {}

  public static String of(Role role) {
    var name = role.name();
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }

  /** For a choice in a form, the least first so that nobody gives much away by not looking. */
  public static Map<String, String> options(List<Role> roles) {
    var options = new LinkedHashMap<String, String>();
    roles.reversed().forEach(role -> options.put(role.name().toLowerCase(Locale.ROOT), of(role)));
    return options;
  }

  /** The same with those of the tenant's own behind them, by their ids. */
  static Map<String, String> options(List<Role> roles, List<CustomRole> own) {
    var options = new LinkedHashMap<>(options(roles));
    own.forEach(role -> options.put(role.id().toString(), role.name()));
    return options;
  }

  /** The role of a member as pages write it. */
  public static String of(Member member) {
    return member.customRole() == null ? of(member.role()) : member.customRole();
  }

  /** What the choice of roles holds for this member. */
  public static String chosen(Member member) {
    return member.customRoleId() == null
        ? member.role().name().toLowerCase(Locale.ROOT)
        : member.customRoleId().toString();
  }

  /** The role that a form's field {@code role} names. */
  public static Role chosen(Form form) {
    for (var role : Role.builtIn()) {
      if (role.name().equalsIgnoreCase(form.value("role"))) {
        return role;
      }
    }
    throw Invalid.field("role", "must be one of those offered");
  }
}
