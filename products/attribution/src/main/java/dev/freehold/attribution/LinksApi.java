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
import org.jspecify.annotations.Nullable;
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

/** Tracking links over HTTP; the rules live in {@link Links}. */
@RestController
@RequestMapping("/v1/attribution/links")
@Tag(name = "Attribution links")
class LinksApi {

  private final Links links;

  LinksApi(Links links) {
    this.links = links;
  }

  /** Creates a tracking link that works at once. */
  @PostMapping
  @ResponseStatus(CREATED)
  @Requires(value = "attribution.links:write", orGranted = true, inProject = true)
  @Fails({"app_not_found", "app_archived", "destination_not_allowed"})
  Link createLink(Caller caller, @Valid @RequestBody LinkDraft draft) {
    return links.create(caller, draft);
  }

  /**
   * Lists the tracking links, newest first, archived ones included.
   *
   * @param appId only those of this app
   */
  @GetMapping
  @Requires(value = "attribution.links:read", orGranted = true, inProject = true)
  Page<Link> listLinks(
      Caller caller,
      @RequestParam(name = "app_id", required = false) @Nullable UUID appId,
      PageRequest page) {
    return links.list(caller, appId, page);
  }

  /** Reads one tracking link. */
  @GetMapping("/{id}")
  @Requires(value = "attribution.links:read", orGranted = true, inProject = true)
  @Fails("link_not_found")
  Link getLink(Caller caller, @PathVariable UUID id) {
    return links.get(caller, id);
  }

  /** Changes a link's name, or the path it leads to on the same host. */
  @PatchMapping("/{id}")
  @Requires(value = "attribution.links:write", orGranted = true, inProject = true)
  @Fails({"link_not_found", "destination_not_allowed"})
  Link updateLink(
      Caller caller,
      @PathVariable UUID id,
      IfMatch ifMatch,
      @Valid @RequestBody LinkChange change) {
    return links.update(caller, id, change, ifMatch);
  }

  /** Archives a link: its address answers 404 from then on. */
  @PutMapping("/{id}/archive")
  @Requires(value = "attribution.links:write", orGranted = true, inProject = true)
  @Fails("link_not_found")
  Link archiveLink(Caller caller, @PathVariable UUID id) {
    return links.archive(caller, id);
  }

  /** Takes a link out of the archive: its address works again. */
  @DeleteMapping("/{id}/archive")
  @Requires(value = "attribution.links:write", orGranted = true, inProject = true)
  @Fails("link_not_found")
  Link restoreLink(Caller caller, @PathVariable UUID id) {
    return links.restore(caller, id);
  }
}
