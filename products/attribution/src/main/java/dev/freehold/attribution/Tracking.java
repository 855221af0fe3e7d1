package dev.freehold.attribution;

import dev.freehold.attribution.LinkTable.Route;
import dev.freehold.eventstore.Batch;
import dev.freehold.eventstore.EventStore;
import dev.freehold.kernel.batch.RowText;
import dev.freehold.kernel.error.NotFound;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Records the touches of tracking links. The visitor is sent on even if the touch cannot be
 * written: their way is worth more than our count, and the loss is counted in {@code
 * freehold_touches_lost_total}.
 */
@Component
class Tracking {

  /** How long a visitor waits for the touch to be durable; the group commit takes milliseconds. */
  static final Duration PATIENCE = Duration.ofMillis(500);

  private static final Logger log = LoggerFactory.getLogger(Tracking.class);

  private final LinkTable links;
  private final EventStore events;
  private final Clock clock;
  private final Counter lost;

  Tracking(LinkTable links, EventStore events, Clock clock, MeterRegistry metrics) {
    this.links = links;
    this.events = events;
    this.clock = clock;
    this.lost =
        Counter.builder("freehold.touches.lost")
            .description("clicks and impressions of tracking links that could not be recorded")
            .register(metrics);
  }

  /**
   * Records a click.
   *
   * @param userId the person, if the link's publisher knows them; otherwise, also when it is no
   *     valid id, the click id stands in until an event carries it
   * @return where the visitor goes
   */
  String click(String code, @Nullable String userId) {
    var route = route(code);
    var now = clock.instant();
    var clickId = "clk_" + UUID.randomUUID();
    record(route, "click", clickId, userId, now);
    var values = new HashMap<String, @Nullable String>();
    values.put("link_id", route.id().toString());
    values.put("channel", route.channel());
    values.put("campaign", route.campaign());
    values.put("ad_group", route.adGroup());
    values.put("creative", route.creative());
    values.put("timestamp", Long.toString(now.getEpochSecond()));
    return new Destination(route.destination()).resolve(clickId, values);
  }

  /** Records a view of the link's image. */
  void impression(String code, @Nullable String userId) {
    record(route(code), "impression", "imp_" + UUID.randomUUID(), userId, clock.instant());
  }

  private Route route(String code) {
    var route = links.find(code);
    if (route == null) {
      throw new NotFound(
          AttributionError.LINK_NOT_FOUND, "This link does not exist, or is not in use any more.");
    }
    return route;
  }

  private void record(
      Route route, String type, String eventId, @Nullable String userId, Instant now) {
    boolean known = userId != null && RowText.isText(userId, EventRules.MAX_USER_ID);
    var row =
        new @Nullable Object[] {
          eventId,
          route.appId(),
          type,
          known ? userId : eventId,
          now,
          route.channel(),
          route.campaign(),
          route.adGroup(),
          route.creative(),
          null,
          null,
          route.id()
        };
    var rows = new ArrayList<@Nullable Object[]>(List.<@Nullable Object[]>of(row));
    try {
      var unused =
          events
              .append(route.tenantId(), new Batch(AttributionStreams.EVENTS, rows))
              .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      lost.increment();
      // Without the trace: there is one line for each visitor while the store is away.
      log.warn("a {} of link {} may be lost: {}", type, route.id(), e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
