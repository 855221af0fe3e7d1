package dev.freehold.attribution;

import static org.springframework.http.HttpStatus.ACCEPTED;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.error.Fails;
import dev.freehold.kernel.http.Limits;
import dev.freehold.kernel.http.Page;
import dev.freehold.kernel.jobs.Job;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The people in a tenant's events over HTTP: their journeys, and their erasure. */
@RestController
@RequestMapping("/v1/attribution/users/{user_id}")
@Tag(name = "Attribution users")
class UsersApi {

  private static final int MAX_EVENTS = 1_000;
  private static final String DEFAULT_EVENTS = "100";

  private final Journeys journeys;
  private final Erasures erasures;

  UsersApi(Journeys journeys, Erasures erasures) {
    this.journeys = journeys;
    this.erasures = erasures;
  }

  /**
   * Lists what a person did in an app, newest first, clicks from before they were known included.
   *
   * @param userId the person
   * @param appId the app; may be left out, then the one in which the person was seen last
   * @param limit 1 to 1,000
   * @param cursor from the page before
   */
  @GetMapping("/journey")
  @Requires(value = "attribution.events:read", inProject = true)
  @Fails({"app_not_found", "invalid_cursor"})
  Page<SeenEvent> getJourney(
      Caller caller,
      @PathVariable("user_id") String userId,
      @RequestParam(name = "app_id", required = false) @Nullable UUID appId,
      @RequestParam(defaultValue = DEFAULT_EVENTS) String limit,
      @RequestParam(required = false) @Nullable String cursor) {
    int events = Limits.limit(limit, MAX_EVENTS);
    var app = appId == null ? journeys.appOf(caller, userId) : Optional.of(appId);
    return app.map(id -> journeys.of(caller, id, userId, events, cursor))
        .orElseGet(() -> new Page<>(List.of(), null));
  }

  /**
   * Erases a person's events in all apps for good; the job that is named says when it is done.
   *
   * @param userId the person
   */
  @DeleteMapping
  @ResponseStatus(ACCEPTED)
  @Requires("attribution.users:erase")
  Job eraseUser(Caller caller, @PathVariable("user_id") String userId) {
    return erasures.begin(caller, userId);
  }
}
