package dev.freehold.analytics.boards;

import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.NO_CONTENT;

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
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Dashboards over HTTP; the rules live in {@link Dashboards}. */
@RestController
@RequestMapping("/v1/analytics/dashboards")
@Tag(name = "Analytics dashboards")
class DashboardsApi {

  private final Dashboards dashboards;

  DashboardsApi(Dashboards dashboards) {
    this.dashboards = dashboards;
  }

  /** Makes a dashboard, empty or with cards. */
  @PostMapping
  @ResponseStatus(CREATED)
  @Requires("analytics.dashboards:write")
  @Fails({"question_not_found", "too_many_boards"})
  Dashboard createDashboard(Caller caller, @Valid @RequestBody DashboardDraft draft) {
    return dashboards.create(caller, draft);
  }

  /** Lists the dashboards with their cards, newest first. */
  @GetMapping
  @Requires("analytics.dashboards:read")
  Page<Dashboard> listDashboards(Caller caller, PageRequest page) {
    return dashboards.list(caller, page);
  }

  /** Reads one dashboard. */
  @GetMapping("/{id}")
  @Requires("analytics.dashboards:read")
  @Fails("dashboard_not_found")
  Dashboard getDashboard(Caller caller, @PathVariable UUID id) {
    return dashboards.get(caller, id);
  }

  /** Renames a dashboard or replaces its whole arrangement. */
  @PatchMapping("/{id}")
  @Requires("analytics.dashboards:write")
  @Fails({"dashboard_not_found", "question_not_found"})
  Dashboard updateDashboard(
      Caller caller,
      @PathVariable UUID id,
      IfMatch ifMatch,
      @Valid @RequestBody DashboardChange change) {
    return dashboards.update(caller, id, change, ifMatch);
  }

  /** Deletes a dashboard; the questions on it stay. */
  @DeleteMapping("/{id}")
  @ResponseStatus(NO_CONTENT)
  @Requires("analytics.dashboards:write")
  @Fails("dashboard_not_found")
  void deleteDashboard(Caller caller, @PathVariable UUID id, IfMatch ifMatch) {
    dashboards.delete(caller, id, ifMatch);
  }
}
