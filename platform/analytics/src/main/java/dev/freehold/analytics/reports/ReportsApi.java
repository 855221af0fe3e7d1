package dev.freehold.analytics.reports;

import dev.freehold.analytics.questions.Csv;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Expensive;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.error.Fails;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Reports over many people, over HTTP: JSON, or CSV when that is accepted. */
@RestController
@RequestMapping("/v1/analytics")
@Tag(name = "Analytics reports")
class ReportsApi {

  private final Trends trends;
  private final Funnels funnels;
  private final Retentions retentions;
  private final Paths paths;

  ReportsApi(Trends trends, Funnels funnels, Retentions retentions, Paths paths) {
    this.trends = trends;
    this.funnels = funnels;
    this.retentions = retentions;
    this.paths = paths;
  }

  /** The most frequent ways, most frequent first. */
  record Ways(List<PathWay> rows) {}

  /**
   * Counts events or people, or adds up and averages their values, step by step.
   *
   * <p>Several series stand beside each other; each may be split by a property and set beside the
   * range before. People who turned out to be the same count once. Steps are those of the zone's
   * clock: a day of 23 or 25 hours is one step.
   */
  @PostMapping(
      path = "/trends",
      produces = {"application/json", "text/csv"})
  @Requires("analytics.events:read")
  @Expensive
  @Fails("cohort_not_found")
  @Operation(
      responses =
          @ApiResponse(
              responseCode = "200",
              description = "The trend",
              content = {
                @Content(
                    mediaType = "application/json",
                    schema = @Schema(implementation = Trend.class)),
                @Content(mediaType = "text/csv", schema = @Schema(type = "string"))
              }))
  ResponseEntity<?> askTrends(
      Caller caller,
      @RequestBody TrendQuestion question,
      @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Schema(hidden = true)
          @Nullable String accept) {
    var trend = trends.ask(caller, question);
    if (!Csv.isWanted(accept)) {
      return ResponseEntity.ok(trend);
    }
    var csv = new Csv("series", "event", "key", "step", "value");
    for (var line : trend.lines()) {
      for (int i = 0; i < trend.steps().size(); i++) {
        csv.row(
            line.series(), line.label(), line.key(), trend.steps().get(i), line.values().get(i));
      }
    }
    return csv.file("trends", null);
  }

  /**
   * Counts the people who went through steps in order.
   *
   * <p>Everybody who did the first step within the range is in the funnel. Each further step must
   * come later than the one before and within the window of the first, also when that is after the
   * range. An event of a step is tied to the last event of the step before; who has several ways
   * through is counted once for each step. The median is over the time since the step before, the
   * first time that each person got there. A breakdown is by the first step's event.
   */
  @PostMapping(
      path = "/funnels",
      produces = {"application/json", "text/csv"})
  @Requires("analytics.events:read")
  @Expensive
  @Fails("cohort_not_found")
  @Operation(
      responses =
          @ApiResponse(
              responseCode = "200",
              description = "The funnel",
              content = {
                @Content(
                    mediaType = "application/json",
                    schema = @Schema(implementation = Funnel.class)),
                @Content(mediaType = "text/csv", schema = @Schema(type = "string"))
              }))
  ResponseEntity<?> askFunnel(
      Caller caller,
      @RequestBody FunnelQuestion question,
      @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Schema(hidden = true)
          @Nullable String accept) {
    var funnel = funnels.ask(caller, question);
    if (!Csv.isWanted(accept)) {
      return ResponseEntity.ok(funnel);
    }
    var csv =
        new Csv(
            "key",
            "step",
            "event",
            "people",
            "conversion",
            "conversion_from_previous",
            "median_seconds");
    for (var way : funnel.ways()) {
      int number = 1;
      for (var step : way.steps()) {
        csv.row(
            way.key(),
            number++,
            step.label(),
            step.people(),
            step.conversion(),
            step.conversionFromPrevious(),
            step.medianSeconds());
      }
    }
    return csv.file("funnel", null);
  }

  /**
   * Counts who comes back, by when they began.
   *
   * <p>A row for each step of time: who began in it, and how many of them came back in the first,
   * second, third step after it.
   */
  @PostMapping(
      path = "/retention",
      produces = {"application/json", "text/csv"})
  @Requires("analytics.events:read")
  @Expensive
  @Fails("cohort_not_found")
  @Operation(
      responses =
          @ApiResponse(
              responseCode = "200",
              description = "The triangle",
              content = {
                @Content(
                    mediaType = "application/json",
                    schema = @Schema(implementation = Retention.class)),
                @Content(mediaType = "text/csv", schema = @Schema(type = "string"))
              }))
  ResponseEntity<?> askRetention(
      Caller caller,
      @RequestBody RetentionQuestion question,
      @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Schema(hidden = true)
          @Nullable String accept) {
    var retention = retentions.ask(caller, question);
    if (!Csv.isWanted(accept)) {
      return ResponseEntity.ok(retention);
    }
    var csv = new Csv("start", "people", "after", "came_back");
    for (var row : retention.rows()) {
      for (int i = 0; i < row.cameBack().size(); i++) {
        csv.row(row.start(), row.people(), i + 1, row.cameBack().get(i));
      }
    }
    return csv.file("retention", null);
  }

  /** Finds the most frequent ways from an event or page, or to it. */
  @PostMapping(
      path = "/paths",
      produces = {"application/json", "text/csv"})
  @Requires("analytics.events:read")
  @Expensive
  @Fails("cohort_not_found")
  @Operation(
      responses =
          @ApiResponse(
              responseCode = "200",
              description = "The ways",
              content = {
                @Content(
                    mediaType = "application/json",
                    schema = @Schema(implementation = Ways.class)),
                @Content(mediaType = "text/csv", schema = @Schema(type = "string"))
              }))
  ResponseEntity<?> askPaths(
      Caller caller,
      @RequestBody PathsQuestion question,
      @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Schema(hidden = true)
          @Nullable String accept) {
    var ways = paths.ask(caller, question);
    if (!Csv.isWanted(accept)) {
      return ResponseEntity.ok(new Ways(ways));
    }
    var csv = new Csv("steps", "times", "people");
    ways.forEach(way -> csv.row(String.join(" > ", way.steps()), way.times(), way.people()));
    return csv.file("paths", null);
  }
}
