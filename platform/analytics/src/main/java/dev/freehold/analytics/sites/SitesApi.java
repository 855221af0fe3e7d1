package dev.freehold.analytics.sites;

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

/** Sites over HTTP; the rules live in {@link Sites}. */
@RestController
@RequestMapping("/v1/analytics/sites")
@Tag(name = "Analytics sites")
class SitesApi {

  private final Sites sites;

  SitesApi(Sites sites) {
    this.sites = sites;
  }

  /** Creates a site, ready to take events from its pages. */
  @PostMapping
  @ResponseStatus(CREATED)
  @Requires("analytics.sites:write")
  Site createSite(Caller caller, @Valid @RequestBody SiteDraft draft) {
    return sites.create(caller, draft);
  }

  /** Lists the sites, newest first, archived ones included. */
  @GetMapping
  @Requires("analytics.sites:read")
  Page<Site> listSites(Caller caller, PageRequest page) {
    return sites.list(caller, page);
  }

  /** Reads one site. */
  @GetMapping("/{id}")
  @Requires("analytics.sites:read")
  @Fails("site_not_found")
  Site getSite(Caller caller, @PathVariable UUID id) {
    return sites.get(caller, id);
  }

  /** Changes a site's name, or from where its events are taken. */
  @PatchMapping("/{id}")
  @Requires("analytics.sites:write")
  @Fails("site_not_found")
  Site updateSite(
      Caller caller,
      @PathVariable UUID id,
      IfMatch ifMatch,
      @Valid @RequestBody SiteChange change) {
    return sites.update(caller, id, change, ifMatch);
  }

  /** Archives a site: its events are taken no more, and what came stays. */
  @PutMapping("/{id}/archive")
  @Requires("analytics.sites:write")
  @Fails("site_not_found")
  Site archiveSite(Caller caller, @PathVariable UUID id) {
    return sites.archive(caller, id);
  }

  /** Takes a site out of the archive: its events are taken again. */
  @DeleteMapping("/{id}/archive")
  @Requires("analytics.sites:write")
  @Fails("site_not_found")
  Site restoreSite(Caller caller, @PathVariable UUID id) {
    return sites.restore(caller, id);
  }
}
