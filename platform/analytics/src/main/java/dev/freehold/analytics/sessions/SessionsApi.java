package dev.freehold.analytics.sessions;

import dev.freehold.analytics.questions.Csv;
import dev.freehold.analytics.questions.Intervals;
import dev.freehold.analytics.questions.Span;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.error.Fails;
import dev.freehold.kernel.http.Limits;
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
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Visits over HTTP: JSON, or CSV when that is accepted. */
@RestController
@RequestMapping("/v1/analytics")
@Tag(name = "Analytics visits")
class SessionsApi {

  private final VisitSessions sessions;
  private final TopLists topLists;
  private final LiveUsers live;

  SessionsApi(VisitSessions sessions, TopLists topLists, LiveUsers live) {
    this.sessions = sessions;
    this.topLists = topLists;
    this.live = live;
  }

  /** Rows by step, then most sessions first. */
  record SessionsReport(List<SessionsRow> rows) {}

  /** Most frequent values first. */
  record TopList(List<TopRow> rows) {}

  /**
   * Counts sessions: people's events without a pause of more than 30 minutes.
   *
   * <p>Sessions are found anew each time, so that events that arrive late fall where they belong.
   *
   * @param from a time, a date in the zone, or a length before {@code to} such as P30D or PT1H;
   *     default P30D
   * @param to a time or date that counts no more; default now
   * @param zone a zone of the tz database where days begin; default UTC
   * @param interval minute, hour, day, week or month; without it the whole range at once
   * @param breakdown a column or {@code properties.<key>} of the session's first event
   * @param cohort only sessions of its members
   * @param limit how many values of the breakdown, 1 to 100; default 10
   */
  @GetMapping(
      path = "/sessions",
      produces = {"application/json", "text/csv"})
  @Requires("analytics.events:read")
  @Fails("cohort_not_found")
  @Operation(
      responses =
          @ApiResponse(
              responseCode = "200",
              description = "The sessions",
              content = {
                @Content(
                    mediaType = "application/json",
                    schema = @Schema(implementation = SessionsReport.class)),
                @Content(mediaType = "text/csv", schema = @Schema(type = "string"))
              }))
  ResponseEntity<?> getSessions(
      Caller caller,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to,
      @RequestParam(required = false) @Nullable String zone,
      @RequestParam(required = false) @Nullable String interval,
      @RequestParam(required = false) @Nullable String breakdown,
      @RequestParam(required = false) @Nullable UUID cohort,
      @RequestParam(required = false) @Nullable String limit,
      @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Schema(hidden = true)
          @Nullable String accept) {
    var rows =
        sessions.ask(
            caller,
            new SessionsQuestion(
                new Span(from, to, zone),
                Intervals.of(interval),
                breakdown,
                cohort,
                limit == null ? null : Limits.limit(limit, SessionsQuestion.MAX_KEYS)));
    if (!Csv.isWanted(accept)) {
      return ResponseEntity.ok(new SessionsReport(rows));
    }
    var csv =
        new Csv(
            "start",
            "key",
            "sessions",
            "people",
            "bounce_rate",
            "average_seconds",
            "pages_per_session");
    rows.forEach(
        row ->
            csv.row(
                row.start(),
                row.key(),
                row.sessions(),
                row.people(),
                row.bounceRate(),
                row.averageSeconds(),
                row.pagesPerSession()));
    return csv.file("sessions", null);
  }

  /**
   * Lists the most frequent values of a property: pages, referrers, sources, countries.
   *
   * @param by path, referrer, utm_source, country, browser, device, name or another column, {@code
   *     properties.<key>}, or entry_page and exit_page, the first and last path of sessions
   * @param from a time, a date in the zone, or a length before {@code to} such as P30D or PT1H;
   *     default P30D
   * @param to a time or date that counts no more; default now
   * @param zone a zone of the tz database where days begin; default UTC
   * @param cohort only events of its members
   * @param limit 1 to 1,000; default 10
   */
  @GetMapping(
      path = "/top",
      produces = {"application/json", "text/csv"})
  @Requires("analytics.events:read")
  @Fails("cohort_not_found")
  @Operation(
      responses =
          @ApiResponse(
              responseCode = "200",
              description = "The list",
              content = {
                @Content(
                    mediaType = "application/json",
                    schema = @Schema(implementation = TopList.class)),
                @Content(mediaType = "text/csv", schema = @Schema(type = "string"))
              }))
  ResponseEntity<?> listTop(
      Caller caller,
      @RequestParam @Schema(example = "country") String by,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to,
      @RequestParam(required = false) @Nullable String zone,
      @RequestParam(required = false) @Nullable UUID cohort,
      @RequestParam(required = false) @Nullable String limit,
      @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Schema(hidden = true)
          @Nullable String accept) {
    var rows =
        topLists.ask(
            caller,
            new TopQuestion(
                by,
                null,
                new Span(from, to, zone),
                cohort,
                limit == null ? null : Limits.limit(limit, TopQuestion.MAX_ROWS)));
    if (!Csv.isWanted(accept)) {
      return ResponseEntity.ok(new TopList(rows));
    }
    var csv = new Csv(by, "times", "people");
    rows.forEach(row -> csv.row(row.key(), row.times(), row.people()));
    return csv.file("top", null);
  }

  /** Shows who was there in the last 5 and 30 minutes, and the latest events. */
  @GetMapping("/live")
  @Requires("analytics.events:read")
  Live getLive(Caller caller) {
    return live.now(caller);
  }
}
