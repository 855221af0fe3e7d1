package dev.freehold.attribution;

import dev.freehold.attribution.credit.JourneyEvent;
import dev.freehold.attribution.credit.Revenue;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An event as it is shown. */
public record SeenEvent(
    String eventId,
    String type,
    String userId,
    Instant occurredAt,
    @Nullable String channel,
    @Nullable String campaign,
    @Nullable String adGroup,
    @Nullable String creative,
    @Nullable String revenue) {

  /** Channel and campaign, as far as they are known, in one line. */
  public String source() {
    return Stream.of(channel, campaign).filter(Objects::nonNull).collect(Collectors.joining(" · "));
  }

  static SeenEvent of(JourneyEvent event, App app) {
    var revenue = event.revenue();
    return new SeenEvent(
        event.eventId(),
        event.type(),
        event.userId(),
        event.occurredAt(),
        event.channel(),
        event.campaign(),
        event.adGroup(),
        event.creative(),
        revenue == null ? null : Revenue.format(revenue, app.currency()));
  }
}
