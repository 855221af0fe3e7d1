package dev.freehold.accounts.grants;

import dev.freehold.accounts.access.GrantablePermissions;
import dev.freehold.accounts.grants.GrantChoices.Thing;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Permission;
import dev.freehold.kernel.access.Permissions;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.console.Console;
import dev.freehold.kernel.console.Form;
import dev.freehold.kernel.console.Navigation;
import dev.freehold.kernel.error.ApiException;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.http.PageRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/** Grants on single things, and why somebody may do something, as pages. */
@Controller
class GrantsConsole {

  static final String PATH = "/console/access";

  private final Console console;
  private final ResourceGrants grants;
  private final AccessExplainer explainer;
  private final GrantChoices choices;
  private final GrantablePermissions grantable;
  private final Permissions permissions;

  GrantsConsole(
      Console console,
      ResourceGrants grants,
      AccessExplainer explainer,
      GrantChoices choices,
      GrantablePermissions grantable,
      Permissions permissions) {
    this.console = console;
    this.grants = grants;
    this.explainer = explainer;
    this.choices = choices;
    this.grantable = grantable;
    this.permissions = permissions;
  }

  @Bean
  static Navigation accessNavigation() {
    return Navigation.of(
        "Organisation", 101, new Navigation.Item("Access", PATH, "accounts.grants:read"));
  }

  @GetMapping(PATH)
  @Requires("accounts.grants:read")
  View list(Caller caller, PageRequest page) {
    var found = grants.list(caller, page);
    return console
        .screen("accounts/grants.jte", "Access to single things")
        .with("grants", found.rows())
        .with("subjects", choices.subjects(caller))
        .with("things", choices.things(caller))
        .with("mayWrite", caller.may("accounts.grants:write"))
        .with("mayAsk", caller.may("accounts.access:read"))
        .with("next", found.nextCursor());
  }

  @GetMapping(PATH + "/why")
  @Requires("accounts.access:read")
  View why(Caller caller, HttpServletRequest request) {
    var form = Form.of(request);
    var things = new LinkedHashMap<String, String>();
    things.put("", "Everything of the organisation");
    things.putAll(choices.things(caller));
    var screen =
        console
            .screen("accounts/access-why.jte", "Who may do what, and why")
            .under("Access", PATH)
            .with("subjects", choices.subjects(caller))
            .with("things", things)
            .with("permissions", names())
            .with(form);
    if (form.value("subject").isEmpty()) {
      return screen;
    }
    var thing = form.value("thing");
    try {
      return screen.with(
          "answer",
          explainer.explain(
              caller,
              id(form, "subject"),
              form.value("permission"),
              thing.isEmpty() ? null : thing(form).id()));
    } catch (ApiException e) {
      return screen.with(form.refused(e));
    }
  }

  /** What each permission allows, by its name. */
  private Map<String, String> names() {
    var names = new LinkedHashMap<String, String>();
    for (var permission : permissions.all()) {
      if (grantable.exists(permission.name())) {
        names.put(permission.name(), permission.name() + ": " + permission.allows());
      }
    }
    return names;
  }

  @GetMapping(PATH + "/grants/new")
  @Requires("accounts.grants:write")
  View blank(Caller caller) {
    return form(caller, Form.empty());
  }

  @PostMapping(PATH + "/grants")
  @Requires("accounts.grants:write")
  View give(Caller caller, HttpServletRequest request) {
    var form = Form.of(request);
    try {
      var thing = thing(form);
      grants.give(
          caller,
          new ResourceGrants.Draft(
              id(form, "subject"),
              thing.kind(),
              thing.id(),
              form.values().getOrDefault("permissions", List.of())));
      return console.moveOn(PATH, "The grant holds from the next request on.");
    } catch (ApiException e) {
      return form(caller, form.refused(e));
    }
  }

  @PostMapping(PATH + "/grants/{id}/removal")
  @Requires("accounts.grants:write")
  View take(Caller caller, @PathVariable UUID id) {
    grants.take(caller, id);
    return console.moveOn(PATH, "The grant is taken back.");
  }

  private View form(Caller caller, Form form) {
    var onSingleThings = choices.permissions();
    return console
        .screen("accounts/grant.jte", "New grant")
        .under("Access", PATH)
        .with("subjects", choices.subjects(caller))
        .with("things", choices.things(caller))
        .with(
            "permissions",
            grantable.of(caller).stream()
                .filter((Permission permission) -> onSingleThings.contains(permission.name()))
                .toList())
        .with(form);
  }

  private static UUID id(Form form, String field) {
    return read(field, () -> UUID.fromString(form.value(field)));
  }

  private static Thing thing(Form form) {
    return read("thing", () -> Thing.parse(form.value("thing")));
  }

  private static <T> T read(String field, Supplier<T> parser) {
    try {
      return parser.get();
    } catch (IllegalArgumentException e) {
      throw Invalid.field(field, "is to be chosen");
    }
  }
}
