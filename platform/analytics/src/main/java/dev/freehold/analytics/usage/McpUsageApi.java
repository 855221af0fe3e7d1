package dev.freehold.analytics.usage;

import dev.freehold.analytics.AnalyticsStreams;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.batch.BatchAnswer;
import dev.freehold.kernel.batch.BatchBody;
import dev.freehold.kernel.error.Fails;
import dev.freehold.kernel.http.Csv;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.HashMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The use of tools on MCP servers over HTTP. */
@RestController
@RequestMapping(McpUsageApi.PATH)
@Tag(name = "Usage")
class McpUsageApi {

  static final String PATH = "/v1/usage/mcp";

  private final UsageRecords records;
  private final UsageReports reports;

  McpUsageApi(UsageRecords records, UsageReports reports) {
    this.records = records;
    this.reports = reports;
  }

  /**
   * Takes calls of tools on MCP servers: one, an array of up to 10,000, {@code {"batch": […]}}, or
   * lines of JSON ({@code application/x-ndjson}), up to 10 MB, also with {@code Content-Encoding:
   * gzip}.
   *
   * <p>Good rows are kept when others are bad. Once this answers, what it accepted survives any
   * crash. Sending rows again is harmless: a {@code call_id} counts once within seven days.
   */
  @PostMapping(consumes = {"application/json", BatchBody.NDJSON})
  @Requires("analytics.usage:write")
  @Fails("too_many_events")
  @Operation(
      requestBody =
          @RequestBody(
              required = true,
              content = {
                @Content(
                    mediaType = "application/json",
                    array =
                        @ArraySchema(schema = @Schema(implementation = McpUsageDocument.class))),
                @Content(
                    mediaType = BatchBody.NDJSON,
                    schema = @Schema(implementation = McpUsageDocument.class))
              }))
  BatchAnswer recordMcpUsage(Caller caller, HttpServletRequest request) throws IOException {
    return records.accept(caller, AnalyticsStreams.MCP_USAGE, BatchBody.of(request));
  }

  /**
   * Adds up the use of tools, as JSON or as CSV, at most 10,000 rows.
   *
   * <p>Sums are exact; users are an estimate. By server, tool and status sums are kept for longer
   * than rows; any other grouping is answered of the rows, as far back as they are kept.
   *
   * @param from a time, or a date in the time zone; default 30 days before {@code to}
   * @param to a time or date that counts no more; default now
   * @param groupBy some of server_id, tool, status, project_id, user_id, with commas
   * @param interval minute, hour, day, week or month; default none, the whole range at once
   * @param timeZone where days, weeks and months begin; default UTC
   * @param serverId only this server
   * @param tool only this tool
   * @param status only this status
   * @param projectId only this project
   * @param userId only this user
   */
  @GetMapping(produces = {"application/json", "text/csv"})
  @Requires("analytics.usage:read")
  @Fails("invalid_question")
  @Operation(
      responses =
          @ApiResponse(
              responseCode = "200",
              description = "The report",
              content = {
                @Content(
                    mediaType = "application/json",
                    schema = @Schema(implementation = McpUsageReport.class)),
                @Content(mediaType = "text/csv", schema = @Schema(type = "string"))
              }))
  ResponseEntity<?> getMcpUsage(
      Caller caller,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to,
      @RequestParam(name = "group_by", required = false) @Nullable String groupBy,
      @RequestParam(required = false) @Nullable String interval,
      @RequestParam(name = "time_zone", required = false) @Nullable String timeZone,
      @RequestParam(name = "server_id", required = false) @Nullable UUID serverId,
      @RequestParam(required = false) @Nullable String tool,
      @RequestParam(required = false) @Nullable String status,
      @RequestParam(name = "project_id", required = false) @Nullable UUID projectId,
      @RequestParam(name = "user_id", required = false) @Nullable String userId,
      @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Schema(hidden = true)
          @Nullable String accept) {
    var filters = new HashMap<String, @Nullable Object>();
    filters.put("server_id", serverId);
    filters.put("tool", tool);
    filters.put("status", status);
    filters.put("project_id", projectId);
    filters.put("user_id", userId);
    var report =
        reports.tools(caller, new UsageRequest(from, to, groupBy, interval, timeZone, filters));
    return Csv.isWanted(accept)
        ? ResponseEntity.ok().contentType(Csv.MEDIA_TYPE).body(UsageCsv.ofTools(report))
        : ResponseEntity.ok(report);
  }
}
