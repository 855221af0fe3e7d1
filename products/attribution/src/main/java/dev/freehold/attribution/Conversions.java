package dev.freehold.attribution;

import dev.freehold.attribution.credit.ConversionQuery;
import dev.freehold.attribution.credit.Credits;
import dev.freehold.attribution.credit.Explanation;
import dev.freehold.eventstore.EventStore;
import dev.freehold.eventstore.Query;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.error.NotFound;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Conversions one by one, and why their credit went where it went. */
@Component
public class Conversions {

  private final Apps apps;
  private final EventStore store;

  Conversions(Apps apps, EventStore store) {
    this.apps = apps;
    this.store = store;
  }

  /**
   * Why a conversion was credited as it was.
   *
   * @param lookback replaces both windows of the app, if given
   * @param halfLife for time decay; 7 days if not given
   */
  public Explanation explain(
      Caller caller,
      UUID appId,
      String eventId,
      @Nullable String lookback,
      @Nullable String halfLife) {
    var app = apps.get(caller, appId);
    var rules = CreditRequest.rules(app, lookback, halfLife);
    try {
      return Credits.explain(store, caller.tenantId(), new ConversionQuery(appId, eventId), rules)
          .filter(found -> app.conversionTypes().contains(found.conversion().type()))
          .orElseThrow(Conversions::notFound);
    } catch (IllegalArgumentException e) {
      throw Invalid.parameter("lookback", String.valueOf(e.getMessage()));
    }
  }

  /** The app that an event id was sent for; the latest if there are several. */
  UUID appOf(Caller caller, String eventId) {
    AppParameter.require(caller);
    return store
        .query(
            caller.tenantId(),
            Query.of(
                """
                select app_id from {attribution_events}
                where event_id = ?
                order by occurred_at desc
                limit 1
                """,
                eventId),
            Credits.JOURNEY_LIMIT,
            row -> (UUID) row.getObject("app_id"))
        .stream()
        .findFirst()
        .orElseThrow(Conversions::notFound);
  }

  private static NotFound notFound() {
    return new NotFound(
        AttributionError.CONVERSION_NOT_FOUND, "There is no conversion with this event id.");
  }
}
