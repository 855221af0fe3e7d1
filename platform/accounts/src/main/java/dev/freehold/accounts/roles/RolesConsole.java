package dev.freehold.accounts.roles;

import dev.freehold.accounts.Role;
import dev.freehold.accounts.access.GrantablePermissions;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Permissions;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.console.Console;
import dev.freehold.kernel.console.Form;
import dev.freehold.kernel.console.Navigation;
import dev.freehold.kernel.console.Screen;
import dev.freehold.kernel.error.ApiException;
import dev.freehold.kernel.http.IfMatch;
import dev.freehold.kernel.http.PageRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/** What each role may do, and the tenant's own ones made and changed, as pages. */
@Controller
class RolesConsole {

  static final String PATH = "/console/roles";

  private static final int MAX_NAME = 255;
  private static final int MAX_DESCRIPTION = 1000;

  private final Console console;
  private final CustomRoles roles;
  private final GrantablePermissions grantable;
  private final Permissions permissions;

  RolesConsole(
      Console console, CustomRoles roles, GrantablePermissions grantable, Permissions permissions) {
    this.console = console;
    this.roles = roles;
    this.grantable = grantable;
    this.permissions = permissions;
  }

  @Bean
  static Navigation rolesNavigation() {
    return Navigation.of(
        "Organisation", 101, new Navigation.Item("Roles", PATH, "accounts.roles:read"));
  }

  @GetMapping(PATH)
  @Requires("accounts.roles:read")
  View list(Caller caller, PageRequest page) {
    var found = roles.list(caller, page);
    return console
        .screen("accounts/roles.jte", "Roles")
        .with("roles", found.rows())
        .with("builtIn", Role.builtIn())
        .with("permissions", permissions)
        .with("mayWrite", caller.may("accounts.roles:write"))
        .with("next", found.nextCursor());
  }

  @GetMapping(PATH + "/new")
  @Requires("accounts.roles:write")
  View blank(Caller caller) {
    return form(caller, "New role", PATH, Form.empty(), List.of());
  }

  @PostMapping(PATH)
  @Requires("accounts.roles:write")
  View create(Caller caller, HttpServletRequest request) {
    var form = Form.of(request);
    try {
      var made = roles.create(caller, draft(form));
      return console.moveOn(PATH, "The role " + made.name() + " can be given to members now.");
    } catch (ApiException e) {
      return form(caller, "New role", PATH, form.refused(e), List.of());
    }
  }

  @GetMapping(PATH + "/{id}")
  @Requires("accounts.roles:write")
  View edit(Caller caller, @PathVariable UUID id) {
    var role = roles.get(caller, id);
    var form = Form.of(Map.of("name", role.name(), "description", role.description()));
    return form(caller, role.name(), PATH + "/" + id, form, role.permissions());
  }

  @PostMapping(PATH + "/{id}")
  @Requires("accounts.roles:write")
  View update(Caller caller, @PathVariable UUID id, HttpServletRequest request) {
    var form = Form.of(request);
    var role = roles.get(caller, id);
    try {
      var changed = roles.update(caller, id, draft(form), IfMatch.ANY);
      return console.moveOn(
          PATH, "The role " + changed.name() + " was changed for all who have it.");
    } catch (ApiException e) {
      return form(caller, role.name(), PATH + "/" + id, form.refused(e), List.of());
    }
  }

  @GetMapping(PATH + "/{id}/deletion")
  @Requires("accounts.roles:write")
  View confirm(Caller caller, @PathVariable UUID id) {
    return confirmation(roles.get(caller, id), Form.empty());
  }

  @PostMapping(PATH + "/{id}/deletion")
  @Requires("accounts.roles:write")
  View delete(Caller caller, @PathVariable UUID id, HttpServletRequest request) {
    var role = roles.get(caller, id);
    var form = Form.of(request);
    if (!form.confirms(role.name())) {
      return confirmation(role, form.unconfirmed());
    }
    try {
      roles.delete(caller, id);
    } catch (ApiException e) {
      return confirmation(role, form.refused(e));
    }
    return console.moveOn(PATH, "The role " + role.name() + " is gone.");
  }

  private CustomRoles.Draft draft(Form form) {
    record Wanted(
        @jakarta.validation.constraints.NotBlank
            @jakarta.validation.constraints.Size(max = MAX_NAME)
            String name,
        @jakarta.validation.constraints.Size(max = MAX_DESCRIPTION) String description) {}
    var wanted =
        console.checked(new Wanted(form.value("name").strip(), form.value("description").strip()));
    return new CustomRoles.Draft(
        wanted.name(), wanted.description(), form.values().getOrDefault("permissions", List.of()));
  }

  private View form(Caller caller, String title, String action, Form form, List<String> held) {
    return under("accounts/role.jte", title)
        .with("permissions", grantable.of(caller))
        .with("held", held)
        .with("action", action)
        .with("saved", !action.equals(PATH))
        .with(form);
  }

  private View confirmation(CustomRole role, Form form) {
    return under("accounts/role-delete.jte", "Delete " + role.name()).with("role", role).with(form);
  }

  private Screen under(String template, String title) {
    return console.screen(template, title).under("Roles", PATH);
  }
}
