package dev.freehold.accounts.projects;

import static dev.freehold.accounts.projects.ProjectsConfiguration.ADMIN;
import static dev.freehold.accounts.projects.ProjectsConfiguration.READ;
import static dev.freehold.accounts.projects.ProjectsConfiguration.WRITE;

import dev.freehold.accounts.keys.ApiKeys;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.console.Console;
import dev.freehold.kernel.console.Form;
import dev.freehold.kernel.console.Navigation;
import dev.freehold.kernel.console.Screen;
import dev.freehold.kernel.error.ApiException;
import dev.freehold.kernel.http.IfMatch;
import dev.freehold.kernel.http.PageRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** Projects as pages: listed, made, changed, paused, archived. */
@Controller
class ProjectsConsole {

  static final String PATH = "/console/projects";

  private static final PageRequest LATEST_KEYS = PageRequest.first(100);

  private final Console console;
  private final Projects projects;
  private final ApiKeys keys;
  private final Clock clock;

  ProjectsConsole(Console console, Projects projects, ApiKeys keys, Clock clock) {
    this.console = console;
    this.projects = projects;
    this.keys = keys;
    this.clock = clock;
  }

  @Bean
  static Navigation projectsNavigation() {
    return Navigation.of("Organisation", 99, new Navigation.Item("Projects", PATH, READ));
  }

  @GetMapping(PATH)
  @Requires(READ)
  View list(
      Caller caller, @RequestParam(defaultValue = "false") boolean archived, PageRequest page) {
    var found = projects.list(caller, archived, page);
    return console
        .screen("accounts/projects.jte", "Projects")
        .with("projects", found.rows())
        .with("archived", archived)
        .with("mayWrite", caller.may(WRITE))
        .with("next", found.nextCursor());
  }

  @GetMapping(PATH + "/new")
  @Requires(WRITE)
  View blank() {
    return blank(Form.empty());
  }

  @PostMapping(PATH)
  @Requires(WRITE)
  View create(Caller caller, HttpServletRequest request) {
    var form = Form.of(request);
    try {
      var project = projects.create(caller, console.checked(ProjectForm.draft(form)));
      return console.moveOn(
          PATH + "/" + project.id(), "The project " + project.name() + " is there.");
    } catch (ApiException e) {
      return blank(form.refused(e));
    }
  }

  @GetMapping(PATH + "/{id}")
  @Requires(READ)
  View show(Caller caller, @PathVariable UUID id) {
    var project = projects.get(caller, id);
    var maySeeKeys = caller.may("accounts.api_keys:read");
    return under("accounts/project-shown.jte", project.name())
        .with("project", project)
        .with("keys", maySeeKeys ? keys.ofProject(caller, id, LATEST_KEYS).rows() : List.of())
        .with("maySeeKeys", maySeeKeys)
        .with("now", clock.instant())
        .with("mayMakeKeys", caller.may("accounts.api_keys:write"))
        .with("mayWrite", caller.may(WRITE))
        .with("mayAdmin", caller.may(ADMIN));
  }

  @GetMapping(PATH + "/{id}/edit")
  @Requires(WRITE)
  View edit(Caller caller, @PathVariable UUID id) {
    var project = projects.get(caller, id);
    return edit(project, ProjectForm.of(project));
  }

  @PostMapping(PATH + "/{id}")
  @Requires(WRITE)
  View update(Caller caller, @PathVariable UUID id, HttpServletRequest request) {
    var project = projects.get(caller, id);
    var form = Form.of(request);
    try {
      var change = console.checked(ProjectForm.change(form));
      projects.update(caller, id, change, new IfMatch(ProjectForm.version(form)));
      return console.moveOn(PATH + "/" + id, "The project was changed.");
    } catch (ApiException e) {
      return edit(project, form.refused(e));
    }
  }

  @GetMapping(PATH + "/{id}/pause")
  @Requires(ADMIN)
  View confirmPause(Caller caller, @PathVariable UUID id) {
    return confirmation("pause", projects.get(caller, id), Form.empty());
  }

  @PostMapping(PATH + "/{id}/pause")
  @Requires(ADMIN)
  View pause(Caller caller, @PathVariable UUID id, HttpServletRequest request) {
    var project = projects.get(caller, id);
    var form = Form.of(request);
    if (!form.confirms(project.name())) {
      return confirmation("pause", project, form.unconfirmed());
    }
    projects.pause(caller, id);
    return console.moveOn(PATH + "/" + id, "Its keys are refused from now on.");
  }

  @PostMapping(PATH + "/{id}/resume")
  @Requires(ADMIN)
  View resume(Caller caller, @PathVariable UUID id) {
    projects.resume(caller, id);
    return console.moveOn(PATH + "/" + id, "Its keys work again.");
  }

  @GetMapping(PATH + "/{id}/archive")
  @Requires(ADMIN)
  View confirmArchive(Caller caller, @PathVariable UUID id) {
    return confirmation("archive", projects.get(caller, id), Form.empty());
  }

  @PostMapping(PATH + "/{id}/archive")
  @Requires(ADMIN)
  View archive(Caller caller, @PathVariable UUID id, HttpServletRequest request) {
    var project = projects.get(caller, id);
    var form = Form.of(request);
    if (!form.confirms(project.name())) {
      return confirmation("archive", project, form.unconfirmed());
    }
    projects.archive(caller, id);
    return console.moveOn(PATH, "The project " + project.name() + " is archived.");
  }

  @PostMapping(PATH + "/{id}/restore")
  @Requires(ADMIN)
  View restore(Caller caller, @PathVariable UUID id) {
    projects.restore(caller, id);
    return console.moveOn(PATH + "/" + id, "It is back, and paused until somebody resumes it.");
  }

  private View blank(Form form) {
    return under("accounts/project.jte", "New project").with(form);
  }

  private View edit(Project project, Form form) {
    return under("accounts/project.jte", project.name()).with("project", project).with(form);
  }

  private View confirmation(String act, Project project, Form form) {
    var verb = act.equals("pause") ? "Pause " : "Archive ";
    return under("accounts/project-" + act + ".jte", verb + project.name())
        .with("project", project)
        .with(form);
  }

  private Screen under(String template, String title) {
    return console.screen(template, title).under("Projects", PATH);
  }
}
