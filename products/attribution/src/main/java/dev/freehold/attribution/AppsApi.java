package dev.freehold.attribution;

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
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Apps over HTTP; the rules live in {@link Apps}. */
@RestController
@RequestMapping("/v1/attribution/apps")
@Tag(name = "Attribution apps")
class AppsApi {

  private final Apps apps;

  AppsApi(Apps apps) {
    this.apps = apps;
  }

  /** Creates an app, ready to take events. */
  @PostMapping
  @ResponseStatus(CREATED)
  @Requires(value = "attribution.apps:write", inProject = true)
  @Fails({"project_not_found", "project_archived"})
  App createApp(Caller caller, @Valid @RequestBody AppDraft draft) {
    return apps.create(caller, draft);
  }

  /** Lists the apps, newest first, archived ones included. */
  @GetMapping
  @Requires(value = "attribution.apps:read", orGranted = true, inProject = true)
  Page<App> listApps(Caller caller, PageRequest page) {
    return apps.list(caller, page);
  }

  /** Reads one app. */
  @GetMapping("/{id}")
  @Requires(value = "attribution.apps:read", orGranted = true, inProject = true)
  @Fails("app_not_found")
  App getApp(Caller caller, @PathVariable UUID id) {
    return apps.get(caller, id);
  }

  /** Changes an app; reports follow its windows and conversion types at once, also for the past. */
  @PatchMapping("/{id}")
  @Requires(value = "attribution.apps:write", orGranted = true, inProject = true)
  @Fails({"app_not_found", "project_not_found", "project_archived"})
  App updateApp(
      Caller caller, @PathVariable UUID id, IfMatch ifMatch, @Valid @RequestBody AppChange change) {
    return apps.update(caller, id, change, ifMatch);
  }

  /** Archives an app: it keeps its reports and takes no more events. */
  @PutMapping("/{id}/archive")
  @Requires(value = "attribution.apps:write", orGranted = true, inProject = true)
  @Fails("app_not_found")
  App archiveApp(Caller caller, @PathVariable UUID id) {
    return apps.archive(caller, id);
  }

  /** Takes an app out of the archive. */
  @DeleteMapping("/{id}/archive")
  @Requires(value = "attribution.apps:write", orGranted = true, inProject = true)
  @Fails("app_not_found")
  App restoreApp(Caller caller, @PathVariable UUID id) {
    return apps.restore(caller, id);
  }
}
