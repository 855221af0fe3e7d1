package dev.freehold.attribution;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.error.Fails;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Conversions over HTTP; the rules live in {@link Conversions}. */
@RestController
@RequestMapping("/v1/attribution/conversions")
@Tag(name = "Attribution credit")
class ConversionsApi {

  private final Conversions conversions;
  private final Apps apps;

  ConversionsApi(Conversions conversions, Apps apps) {
    this.conversions = conversions;
    this.apps = apps;
  }

  /**
   * Explains the credit of one conversion: its candidates, the windows, the weights under each
   * model, and the touches left out with the reason.
   *
   * @param eventId the conversion's event id
   * @param appId the app; may be left out if the tenant has sent this event id for one app only
   * @param lookback ISO 8601 duration that replaces both windows of the app
   * @param halfLife ISO 8601 duration for time decay; default P7D
   */
  @GetMapping("/{event_id}")
  @Requires(value = "attribution.credit:read", inProject = true)
  @Fails({"app_not_found", "conversion_not_found"})
  ConversionExplanation explainConversion(
      Caller caller,
      @PathVariable("event_id") String eventId,
      @RequestParam(name = "app_id", required = false) @Nullable UUID appId,
      @RequestParam(required = false) @Nullable String lookback,
      @RequestParam(name = "half_life", required = false) @Nullable String halfLife) {
    var app = apps.get(caller, appId == null ? conversions.appOf(caller, eventId) : appId);
    return ConversionExplanation.of(
        conversions.explain(caller, app.id(), eventId, lookback, halfLife),
        CreditRequest.rules(app, lookback, halfLife),
        app);
  }
}
