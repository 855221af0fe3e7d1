package dev.freehold.attribution;

import dev.freehold.attribution.credit.CreditModel;
import dev.freehold.attribution.credit.CreditQuery;
import dev.freehold.attribution.credit.CreditRow;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Expensive;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.error.Fails;
import dev.freehold.kernel.http.Csv;
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
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Credit reports over HTTP; the definitions live in {@link CreditModel} and {@link CreditQuery}.
 */
@RestController
@RequestMapping("/v1/attribution/credit")
@Tag(name = "Attribution credit")
class CreditApi {

  private final CreditReports reports;

  CreditApi(CreditReports reports) {
    this.reports = reports;
  }

  /** A page of the report. */
  record CreditReport(List<CreditReportRow> rows, @Nullable String nextCursor) {}

  /**
   * Credits the conversions of a range to the touches before them, as JSON or as CSV.
   *
   * <p>Conversions are the app's events of its conversion types with {@code from <= occurred_at <
   * to}. A touch is an impression or a click of the same app and person with {@code conversion -
   * window <= touch <= conversion}; the window is the app's for that kind of touch, or {@code
   * lookback} for both. Touches are ordered by time, then by event id. First and last touch take
   * everything; linear gives 1/n to each; time decay weighs {@code 2^(-age/half_life)}, normalised;
   * position based gives 0.4 to the first, 0.4 to the last and shares 0.2 among those between (one
   * touch: 1; two: 0.5 each). A conversion without a touch is {@code (organic)}. The credits of a
   * conversion add up to 1 and its revenue is conserved exactly.
   *
   * @param appId the app
   * @param model first_touch, last_touch, linear, time_decay or position_based
   * @param from a time, or a date in the app's time zone; default 30 days before {@code to}
   * @param to a time or date that counts no more; default now
   * @param lookback ISO 8601 duration from PT1S to P365D that replaces both windows of the app
   * @param halfLife ISO 8601 duration for time decay; default P7D
   * @param groupBy one or more of campaign, channel, ad_group, creative, day, event_type, with
   *     commas
   * @param campaign only touches of this campaign
   * @param channel only touches of this channel
   * @param adGroup only touches of this ad group
   * @param creative only touches of this creative
   * @param limit 1 to 10,000; default 1,000
   * @param cursor from the page before
   */
  @GetMapping(produces = {"application/json", "text/csv"})
  @Requires(value = "attribution.credit:read", inProject = true)
  @Expensive
  @Fails({"app_not_found", "invalid_cursor"})
  @Operation(
      responses =
          @ApiResponse(
              responseCode = "200",
              description = "The report",
              content = {
                @Content(
                    mediaType = "application/json",
                    schema = @Schema(implementation = CreditReport.class)),
                @Content(mediaType = "text/csv", schema = @Schema(type = "string"))
              }))
  ResponseEntity<?> getCredit(
      Caller caller,
      @RequestParam("app_id") UUID appId,
      @RequestParam @Schema(example = "linear") String model,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to,
      @RequestParam(required = false) @Nullable String lookback,
      @RequestParam(name = "half_life", required = false) @Nullable String halfLife,
      @RequestParam(name = "group_by", defaultValue = "campaign") String groupBy,
      @RequestParam(required = false) @Nullable String campaign,
      @RequestParam(required = false) @Nullable String channel,
      @RequestParam(name = "ad_group", required = false) @Nullable String adGroup,
      @RequestParam(required = false) @Nullable String creative,
      @RequestParam(required = false) @Nullable String limit,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Schema(hidden = true)
          @Nullable String accept) {
    var where = CreditRequest.where(campaign, channel, adGroup, creative);
    var request =
        CreditRequest.of(appId, model, from, to, lookback, halfLife, groupBy, where, limit, cursor);
    var page = reports.report(caller, request);
    return Csv.isWanted(accept) ? csv(caller, request, page) : json(caller, request, page);
  }

  private ResponseEntity<CreditReport> json(
      Caller caller, CreditRequest request, Page<CreditRow> page) {
    var currency = reports.app(caller, request.appId()).currency();
    var model = request.models().iterator().next();
    return ResponseEntity.ok(
        new CreditReport(
            page.rows().stream().map(row -> CreditReportRow.of(row, model, currency)).toList(),
            page.nextCursor()));
  }

  /** The next page of a CSV is named in the {@code Next-Cursor} header. */
  private ResponseEntity<String> csv(Caller caller, CreditRequest request, Page<CreditRow> page) {
    var currency = reports.app(caller, request.appId()).currency();
    var answer =
        ResponseEntity.ok()
            .contentType(Csv.MEDIA_TYPE)
            .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"credit.csv\"");
    if (page.nextCursor() != null) {
      answer.header("Next-Cursor", page.nextCursor());
    }
    return answer.body(
        CreditCsv.write(request.groupBy(), page.rows(), List.copyOf(request.models()), currency));
  }
}
