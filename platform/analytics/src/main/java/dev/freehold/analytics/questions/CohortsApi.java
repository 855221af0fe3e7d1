package dev.freehold.analytics.questions;

import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.NO_CONTENT;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.error.Fails;
import dev.freehold.kernel.http.Limits;
import dev.freehold.kernel.http.Page;
import dev.freehold.kernel.http.PageRequest;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Cohorts over HTTP; the rules live in {@link Cohorts}. */
@RestController
@RequestMapping("/v1/analytics/cohorts")
@Tag(name = "Analytics cohorts")
class CohortsApi {

  private static final int DEFAULT_MEMBERS = 50;

  private final Cohorts cohorts;

  CohortsApi(Cohorts cohorts) {
    this.cohorts = cohorts;
  }

  /** Saves who belongs to a cohort; its members are found anew each time it is asked for. */
  @PostMapping
  @ResponseStatus(CREATED)
  @Requires("analytics.dashboards:write")
  Cohort createCohort(Caller caller, @Valid @RequestBody CohortDraft draft) {
    return cohorts.create(caller, draft);
  }

  /** Lists the cohorts, newest first. */
  @GetMapping
  @Requires("analytics.dashboards:read")
  Page<Cohort> listCohorts(Caller caller, PageRequest page) {
    return cohorts.list(caller, page);
  }

  /** Reads one cohort. */
  @GetMapping("/{id}")
  @Requires("analytics.dashboards:read")
  @Fails("cohort_not_found")
  Cohort getCohort(Caller caller, @PathVariable UUID id) {
    return cohorts.get(caller, id);
  }

  /** Forgets a cohort; nobody's events are touched. */
  @DeleteMapping("/{id}")
  @ResponseStatus(NO_CONTENT)
  @Requires("analytics.dashboards:write")
  @Fails("cohort_not_found")
  void deleteCohort(Caller caller, @PathVariable UUID id) {
    cohorts.delete(caller, id);
  }

  /**
   * Counts the members now and names the first of them.
   *
   * @param limit how many are named, 1 to 1,000; default 50
   */
  @GetMapping("/{id}/members")
  @Requires("analytics.events:read")
  @Fails("cohort_not_found")
  Cohorts.Members getCohortMembers(
      Caller caller,
      @PathVariable UUID id,
      @RequestParam(required = false) @Nullable String limit) {
    return cohorts.members(
        caller, id, limit == null ? DEFAULT_MEMBERS : Limits.limit(limit, Cohorts.MAX_MEMBERS));
  }
}
