package dev.freehold.accounts.members;

import dev.freehold.accounts.Role;
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

  /** The role that a form's field {@code role} names. */
  public static Role chosen(Form form) {
    for (var role : Role.values()) {
      if (role.name().equalsIgnoreCase(form.value("role"))) {
        return role;
      }
    }
    throw Invalid.field("role", "must be one of those offered");
  }
}
