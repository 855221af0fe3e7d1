package dev.freehold.analytics.collect;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.batch.BatchAnswer;
import dev.freehold.kernel.batch.BatchBody;
import dev.freehold.kernel.error.Fails;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Events of people over HTTP; the rules live in {@link TrackedEvents}. */
@RestController
@Tag(name = "Events")
class TrackedEventsApi {

  static final String PATH = "/v1/events";

  private final TrackedEvents events;

  TrackedEventsApi(TrackedEvents events) {
    this.events = events;
  }

  /**
   * Takes what people did: one event, an array of up to 10,000, {@code {"batch": […]}}, or lines of
   * JSON ({@code application/x-ndjson}), up to 10 MB, also with {@code Content-Encoding: gzip}.
   *
   * <p>Good events are kept when others are bad. Once this answers, what it accepted survives any
   * crash. Sending events again is harmless if they have an {@code event_id}, which counts once
   * within seven days; events without one count again.
   */
  @PostMapping(
      path = PATH,
      consumes = {"application/json", BatchBody.NDJSON})
  @Requires("analytics.events:write")
  @Fails("too_many_events")
  @Operation(
      requestBody =
          @RequestBody(
              required = true,
              content = {
                @Content(
                    mediaType = "application/json",
                    array = @ArraySchema(schema = @Schema(implementation = TrackedDocument.class))),
                @Content(
                    mediaType = BatchBody.NDJSON,
                    schema = @Schema(implementation = TrackedDocument.class))
              }))
  BatchAnswer trackEvents(Caller caller, HttpServletRequest request) throws IOException {
    return events.accept(caller, BatchBody.of(request));
  }
}
