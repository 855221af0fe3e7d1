package dev.freehold.accounts.projects;

import static dev.freehold.accounts.projects.ProjectsConfiguration.ADMIN;
import static dev.freehold.accounts.projects.ProjectsConfiguration.READ;
import static dev.freehold.accounts.projects.ProjectsConfiguration.WRITE;
import static org.springframework.http.HttpStatus.CREATED;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.error.Fails;
import dev.freehold.kernel.http.IfMatch;
import dev.freehold.kernel.http.Page;
import dev.freehold.kernel.http.PageRequest;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.util.UUID;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Projects over HTTP; the rules live in {@link Projects}. */
@RestController
@RequestMapping("/v1/projects")
@Tag(name = "Projects")
class ProjectsApi {

  private final Projects projects;

  ProjectsApi(Projects projects) {
    this.projects = projects;
  }

  /** Makes a project, to bind keys and things of the products to. */
  @PostMapping
  @ResponseStatus(CREATED)
  @Requires(WRITE)
  @Fails({"project_slug_taken", "too_many_projects"})
  Project createProject(Caller caller, @Valid @RequestBody ProjectDraft draft) {
    return projects.create(caller, draft);
  }

  /**
   * Lists the projects, newest first. A key that is bound to a project sees that one.
   *
   * @param archived whether to list archived ones as well
   */
  @GetMapping
  @Requires(value = READ, inProject = true)
  Page<Project> listProjects(
      Caller caller, @RequestParam(defaultValue = "false") boolean archived, PageRequest page) {
    return projects.list(caller, archived, page);
  }

  /** Reads a project. */
  @GetMapping("/{id}")
  @Requires(value = READ, inProject = true)
  @Fails("project_not_found")
  Project getProject(Caller caller, @PathVariable UUID id) {
    return projects.get(caller, id);
  }

  /** Changes a project's name, slug, settings or quotas. */
  @PatchMapping("/{id}")
  @Requires(value = WRITE, inProject = true)
  @Fails({"project_not_found", "project_slug_taken"})
  Project updateProject(
      Caller caller,
      @PathVariable UUID id,
      IfMatch ifMatch,
      @Valid @RequestBody ProjectChange change) {
    return projects.update(caller, id, change, ifMatch);
  }

  /** Pauses a project: its keys are refused from now on, with {@code project_paused}. */
  @PutMapping("/{id}/pause")
  @Requires(value = ADMIN, inProject = true)
  @Fails("project_not_found")
  Project pauseProject(Caller caller, @PathVariable UUID id) {
    return projects.pause(caller, id);
  }

  /** Resumes a project: its keys work again. */
  @DeleteMapping("/{id}/pause")
  @Requires(value = ADMIN, inProject = true)
  @Fails({"project_not_found", "project_archived"})
  Project resumeProject(Caller caller, @PathVariable UUID id) {
    return projects.resume(caller, id);
  }

  /** Archives a project: it is paused, and lists leave it out. */
  @PutMapping("/{id}/archive")
  @Requires(value = ADMIN, inProject = true)
  @Fails("project_not_found")
  Project archiveProject(Caller caller, @PathVariable UUID id) {
    return projects.archive(caller, id);
  }

  /** Takes a project out of the archive; it stays paused until it is resumed. */
  @DeleteMapping("/{id}/archive")
  @Requires(value = ADMIN, inProject = true)
  @Fails({"project_not_found", "too_many_projects"})
  Project restoreProject(Caller caller, @PathVariable UUID id) {
    return projects.restore(caller, id);
  }
}
