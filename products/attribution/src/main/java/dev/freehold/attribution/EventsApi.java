package dev.freehold.attribution;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.error.Fails;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.error.KernelError;
import dev.freehold.kernel.error.LimitExceeded;
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
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.springframework.http.HttpHeaders;
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
  static final long MAX_BYTES = 10 << 20;
  static final String NDJSON = "application/x-ndjson";

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
  @PostMapping(consumes = {"application/json", NDJSON})
  @Requires("attribution.events:write")
  @Fails("too_many_events")
  @Operation(
      requestBody =
          @RequestBody(
              required = true,
              content = {
                @Content(
                    mediaType = "application/json",
                    array = @ArraySchema(schema = @Schema(implementation = EventDocument.class))),
                @Content(mediaType = NDJSON, schema = @Schema(implementation = EventDocument.class))
              }))
  EventsAnswer sendEvents(Caller caller, HttpServletRequest request) throws IOException {
    var body = body(request);
    var type = request.getContentType();
    return type != null && type.startsWith(NDJSON)
        ? events.acceptLines(caller, body)
        : events.acceptArray(caller, body);
  }

  /**
   * Lists the latest events of an app within the last day, newest first.
   *
   * @param appId the app
   * @param limit 1 to 500
   */
  @GetMapping
  @Requires("attribution.events:read")
  @Fails("app_not_found")
  LatestEvents listLatestEvents(
      Caller caller,
      @RequestParam("app_id") UUID appId,
      @RequestParam(defaultValue = DEFAULT_LATEST) String limit) {
    return new LatestEvents(events.latest(caller, appId, Limits.limit(limit, MAX_LATEST)));
  }

  private static byte[] body(HttpServletRequest request) throws IOException {
    var encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    if (encoding == null || encoding.equalsIgnoreCase("identity")) {
      return request.getInputStream().readAllBytes();
    }
    if (!encoding.equalsIgnoreCase("gzip")) {
      throw new Invalid(
          KernelError.UNSUPPORTED_MEDIA_TYPE,
          "Send the events as they are, or with Content-Encoding: gzip.",
          List.of(new Invalid.Field("Content-Encoding", "must be gzip")));
    }
    return unzip(request);
  }

  /** Stops at the limit, so that a small body cannot unfold into all of the memory. */
  private static byte[] unzip(HttpServletRequest request) throws IOException {
    try (var zipped = new GZIPInputStream(request.getInputStream(), 1 << 16)) {
      var body = zipped.readNBytes((int) MAX_BYTES + 1);
      if (body.length > MAX_BYTES) {
        throw new LimitExceeded(
            KernelError.BODY_TOO_LARGE,
            "The body may have at most " + MAX_BYTES + " bytes when it is unzipped.");
      }
      return body;
    } catch (ZipException | java.io.EOFException e) {
      throw new Invalid(
          KernelError.INVALID_JSON, "The body is not valid gzip.", List.<Invalid.Field>of());
    }
  }
}
