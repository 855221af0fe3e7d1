package dev.freehold.attribution;

import dev.freehold.accounts.projects.ProjectChoices;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.KernelSettings;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.console.Console;
import dev.freehold.kernel.console.Form;
import dev.freehold.kernel.console.Screen;
import dev.freehold.kernel.error.ApiException;
import dev.freehold.kernel.http.IfMatch;
import dev.freehold.kernel.http.PageRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/** Apps as pages: listed, made, changed, archived and taken back. */
@Controller
class AppsConsole {

  static final String PATH = "/console/attribution/apps";

  private final Console console;
  private final Apps apps;
  private final ProjectChoices projects;
  private final String url;

  AppsConsole(Console console, Apps apps, ProjectChoices projects, KernelSettings settings) {
    this.console = console;
    this.apps = apps;
    this.projects = projects;
    this.url = settings.url();
  }

  @GetMapping(PATH)
  @Requires("attribution.apps:read")
  View list(Caller caller, PageRequest page) {
    var found = apps.list(caller, page);
    return console
        .screen("attribution/apps.jte", "Apps")
        .under("Attribution", CreditConsole.PATH)
        .with("apps", found.rows())
        .with("mayWrite", caller.may("attribution.apps:write"))
        .with("url", url)
        .with("next", found.nextCursor());
  }

  @GetMapping(PATH + "/new")
  @Requires("attribution.apps:write")
  View blank(Caller caller) {
    return blank(caller, Form.empty());
  }

  @PostMapping(PATH)
  @Requires("attribution.apps:write")
  View create(Caller caller, HttpServletRequest request) {
    var form = Form.of(request);
    try {
      var app = apps.create(caller, AppForm.draft(console, form));
      return console.moveOn(
          "/console/attribution/live?app=" + app.id(),
          "The app " + app.name() + " is there. Send its first event.");
    } catch (ApiException e) {
      return blank(caller, form.refused(e));
    }
  }

  @GetMapping(PATH + "/{id}")
  @Requires("attribution.apps:write")
  View edit(Caller caller, @PathVariable UUID id) {
    var app = apps.get(caller, id);
    return edit(caller, app, AppForm.of(app));
  }

  @PostMapping(PATH + "/{id}")
  @Requires("attribution.apps:write")
  View update(Caller caller, @PathVariable UUID id, HttpServletRequest request) {
    var app = apps.get(caller, id);
    var form = Form.of(request);
    try {
      var change = AppForm.change(console, form);
      apps.update(caller, id, change, new IfMatch(AppForm.version(form)));
      return console.moveOn(PATH, "The app " + form.value("name").strip() + " was changed.");
    } catch (ApiException e) {
      return edit(caller, app, form.refused(e));
    }
  }

  @PostMapping(PATH + "/{id}/archive")
  @Requires("attribution.apps:write")
  View archive(Caller caller, @PathVariable UUID id) {
    var app = apps.archive(caller, id);
    return console.moveOn(PATH, "The app " + app.name() + " is archived. It can be restored.");
  }

  @PostMapping(PATH + "/{id}/restore")
  @Requires("attribution.apps:write")
  View restore(Caller caller, @PathVariable UUID id) {
    var app = apps.restore(caller, id);
    return console.moveOn(PATH, "The app " + app.name() + " is in use again.");
  }

  private View blank(Caller caller, Form form) {
    return under("New app").with("projects", projects.of(caller)).with(form);
  }

  private View edit(Caller caller, App app, Form form) {
    return under(app.name())
        .with("app", app)
        .with("projects", projects.of(caller, app.projectId()))
        .with(form);
  }

  private Screen under(String title) {
    return console
        .screen("attribution/app.jte", title)
        .under("Attribution", CreditConsole.PATH)
        .under("Apps", PATH);
  }
}
