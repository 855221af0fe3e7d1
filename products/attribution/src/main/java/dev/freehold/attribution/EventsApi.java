package dev.freehold.attribution;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.batch.BatchAnswer;
import dev.freehold.kernel.batch.BatchBody;
import dev.freehold.kernel.error.Fails;
import dev.freehold.kernel.http.Limits;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Events over HTTP; the rules live in {@link Events}. */
@RestController
@RequestMapping(EventsApi.PATH)
@Tag(name = "Attribution events")
class EventsApi {

  static final String PATH = "/v1/attribution/events";

  private static final int MAX_LATEST = 500;
  private static final String DEFAULT_LATEST = "50";

  private final Events events;

  EventsApi(Events events) {
    this.events = events;
  }

  /** Events as they arrived. */
  record LatestEvents(List<SeenEvent> rows) {}

  /**
   * Takes up to 10,000 events or 10 MB, as a JSON array or as lines of JSON ({@code
   * application/x-ndjson}), also with {@code Content-Encoding: gzip}.
   *
   * <p>Good events are kept when others are bad. Once this answers, what it accepted survives any
   * crash. Sending a batch again is harmless: an {@code event_id} counts once within seven days.
   */
  @PostMapping(consumes = {"application/json", BatchBody.NDJSON})
  @Requires(value = "attribution.events:write", inProject = true)
  @Fails("too_many_events")
  @Operation(
      requestBody =
          @RequestBody(
              required = true,
              content = {
                @Content(
                    mediaType = "application/json",
                    array = @ArraySchema(schema = @Schema(implementation = EventDocument.class))),
                @Content(
                    mediaType = BatchBody.NDJSON,
                    schema = @Schema(implementation = EventDocument.class))
              }))
  BatchAnswer sendEvents(Caller caller, HttpServletRequest request) throws IOException {
    var body = BatchBody.of(request);
    return body.isLines()
        ? events.acceptLines(caller, body.bytes())
        : events.acceptArray(caller, body.bytes());
  }

  /**
   * Lists the latest events of an app within the last day, newest first.
   *
   * @param appId the app
   * @param limit 1 to 500
   */
  @GetMapping
  @Requires(value = "attribution.events:read", inProject = true)
  @Fails("app_not_found")
  LatestEvents listLatestEvents(
      Caller caller,
      @RequestParam("app_id") UUID appId,
      @RequestParam(defaultValue = DEFAULT_LATEST) String limit) {
    return new LatestEvents(events.latest(caller, appId, Limits.limit(limit, MAX_LATEST)));
  }
}
