package dev.freehold.analytics.people;

import dev.freehold.analytics.questions.Csv;
import dev.freehold.analytics.questions.Span;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.error.Fails;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.http.Limits;
import dev.freehold.kernel.http.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** People and programs over HTTP. */
@RestController
@RequestMapping("/v1/analytics")
@Tag(name = "Analytics people")
class PeopleApi {

  private static final int DEFAULT_ROWS = 50;

  private final People people;
  private final EngagementScores scores;
  private final ProgramMetrics metrics;

  PeopleApi(People people, EngagementScores scores, ProgramMetrics metrics) {
    this.people = people;
    this.scores = scores;
    this.metrics = metrics;
  }

  /** A page of people by score. */
  record Scores(List<Engagement> rows, @Nullable String nextCursor) {}

  /** A page of metrics by day. */
  record MetricsPage(List<Metric> rows, @Nullable String nextCursor) {}

  /**
   * Lists the people who did something in a range, last seen first.
   *
   * @param from a time, a date in the zone, or a length before {@code to} such as P30D or PT1H;
   *     default P30D
   * @param to a time or date that counts no more; default now
   * @param zone a zone of the tz database where days begin; default UTC
   * @param like only ids that hold this text, regardless of case
   * @param limit 1 to 1,000; default 50
   * @param cursor from the page before
   */
  @GetMapping("/people")
  @Requires("analytics.events:read")
  @Fails("invalid_cursor")
  Page<Person> listPeople(
      Caller caller,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to,
      @RequestParam(required = false) @Nullable String zone,
      @RequestParam(required = false) @Nullable String like,
      @RequestParam(required = false) @Nullable String limit,
      @RequestParam(required = false) @Nullable String cursor) {
    return people.list(
        caller, new Span(from, to, zone), like, rows(limit, People.MAX_ROWS), cursor);
  }

  /**
   * Reads what is known of a person: ids, traits, and what they did, newest first.
   *
   * @param personId any id of the person
   * @param limit 1 to 1,000; default 50
   * @param cursor from the page before
   */
  @GetMapping("/people/{person_id}")
  @Requires("analytics.events:read")
  @Fails({"person_not_found", "invalid_cursor"})
  PersonProfile getPerson(
      Caller caller,
      @PathVariable("person_id") String personId,
      @RequestParam(required = false) @Nullable String limit,
      @RequestParam(required = false) @Nullable String cursor) {
    return people.profile(caller, personId, rows(limit, People.MAX_ROWS), cursor);
  }

  /**
   * Lists people by how engaged they were in the last 30 days, 0 to 100.
   *
   * <p>{@code 40 × (30 − d)/30 + 40 × min(a, 20)/20 + 20 × min(k, 5)/5}, rounded down to
   * hundredths, where d is the whole days since the last event, a the days of UTC with an event,
   * and k the different names of events.
   *
   * @param cohort only its members
   * @param limit 1 to 1,000; default 50
   * @param cursor from the page before
   */
  @GetMapping(
      path = "/engagement",
      produces = {"application/json", "text/csv"})
  @Requires("analytics.events:read")
  @Fails({"cohort_not_found", "invalid_cursor"})
  @Operation(
      responses =
          @ApiResponse(
              responseCode = "200",
              description = "The scores",
              content = {
                @Content(
                    mediaType = "application/json",
                    schema = @Schema(implementation = Scores.class)),
                @Content(mediaType = "text/csv", schema = @Schema(type = "string"))
              }))
  ResponseEntity<?> listEngagement(
      Caller caller,
      @RequestParam(required = false) @Nullable UUID cohort,
      @RequestParam(required = false) @Nullable String limit,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Schema(hidden = true)
          @Nullable String accept) {
    var page = scores.list(caller, cohort, null, rows(limit, EngagementScores.MAX_ROWS), cursor);
    if (!Csv.isWanted(accept)) {
      return ResponseEntity.ok(new Scores(page.rows(), page.nextCursor()));
    }
    var csv = new Csv("person_id", "score", "last_seen", "active_days", "kinds");
    page.rows()
        .forEach(
            row ->
                csv.row(
                    row.personId(), row.score(), row.lastSeen(), row.activeDays(), row.kinds()));
    return csv.file("engagement", page.nextCursor());
  }

  /**
   * Lists metrics by program or project: one row for each of them, metric and day.
   *
   * <p>ProgramMetrics are {@code events}, {@code people} (different ones that day), {@code value}
   * (the sum of the events' values) and {@code event:<name>} (events of that name).
   *
   * @param of program (default) or project
   * @param id only this program or project
   * @param from a time, a date in the zone, or a length before {@code to} such as P30D or PT1H;
   *     default P30D
   * @param to a time or date that counts no more; default now
   * @param zone a zone of the tz database where days begin; default UTC
   * @param limit 1 to 10,000; default 50
   * @param cursor from the page before
   */
  @GetMapping(
      path = "/metrics",
      produces = {"application/json", "text/csv"})
  @Requires("analytics.events:read")
  @Fails("invalid_cursor")
  @Operation(
      responses =
          @ApiResponse(
              responseCode = "200",
              description = "The metrics",
              content = {
                @Content(
                    mediaType = "application/json",
                    schema = @Schema(implementation = MetricsPage.class)),
                @Content(mediaType = "text/csv", schema = @Schema(type = "string"))
              }))
  ResponseEntity<?> listMetrics(
      Caller caller,
      @RequestParam(defaultValue = "program") String of,
      @RequestParam(required = false) @Nullable String id,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to,
      @RequestParam(required = false) @Nullable String zone,
      @RequestParam(required = false) @Nullable String limit,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Schema(hidden = true)
          @Nullable String accept) {
    var page =
        metrics.list(
            caller,
            of(of),
            id,
            new Span(from, to, zone),
            rows(limit, ProgramMetrics.MAX_ROWS),
            cursor);
    if (!Csv.isWanted(accept)) {
      return ResponseEntity.ok(new MetricsPage(page.rows(), page.nextCursor()));
    }
    var csv = new Csv("id", "metric", "day", "value");
    page.rows().forEach(row -> csv.row(row.id(), row.metric(), row.day(), row.value()));
    return csv.file("metrics", page.nextCursor());
  }

  private static ProgramMetrics.Of of(String name) {
    return switch (name) {
      case "program" -> ProgramMetrics.Of.PROGRAM;
      case "project" -> ProgramMetrics.Of.PROJECT;
      default -> throw Invalid.parameter("of", "must be program or project");
    };
  }

  private static int rows(@Nullable String limit, int most) {
    return limit == null ? DEFAULT_ROWS : Limits.limit(limit, most);
  }
}
