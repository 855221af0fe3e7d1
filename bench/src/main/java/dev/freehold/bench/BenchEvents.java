package dev.freehold.bench;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Events of a fixed shape: four labels, revenue on some, 92 bytes of properties. */
final class BenchEvents {

  private static final long NEVER_SAME = System.nanoTime();
  private static final String PROPERTIES =
      "{\"screen\":\"1280x720\",\"language\":\"de-DE\",\"agent\":\"app 3.14.2\",\"source\":\"push\",\"ab\":\"b\"}";

  /** One event. */
  record Event(
      String eventId,
      String type,
      String userId,
      Instant occurredAt,
      String channel,
      String campaign,
      String adGroup,
      String creative,
      @Nullable Long revenue,
      String properties) {}

  private final Instant now = Instant.now();

  Event event(int run, int number) {
    int mixed = Integer.reverse(number * 0x9E3779B9) & 0x7FFFFFFF;
    boolean purchase = mixed % 10 == 0;
    return new Event(
        "e%x-%d-%d".formatted(NEVER_SAME & 0xFFFFFF, run, number),
        purchase ? "purchase" : mixed % 3 == 0 ? "impression" : "click",
        "user-" + mixed % 200_000,
        now.minusSeconds(mixed % 2_500_000),
        "channel-" + mixed % 5,
        "campaign-" + mixed % 200,
        "ad-group-" + mixed % 400,
        "creative-" + mixed % 800,
        purchase ? 12_340_000L + mixed % 1000 * 10_000L : null,
        PROPERTIES);
  }

  /** The body of a batch. */
  byte[] body(UUID app, int run, int first, int count) {
    var json = new StringBuilder("[");
    for (int i = 0; i < count; i++) {
      var event = event(run, first + i);
      json.append(i == 0 ? "" : ",")
          .append("{\"event_id\":\"")
          .append(event.eventId())
          .append("\",\"app_id\":\"")
          .append(app)
          .append("\",\"type\":\"")
          .append(event.type())
          .append("\",\"user_id\":\"")
          .append(event.userId())
          .append("\",\"occurred_at\":\"")
          .append(event.occurredAt())
          .append("\",\"channel\":\"")
          .append(event.channel())
          .append("\",\"campaign\":\"")
          .append(event.campaign())
          .append("\",\"ad_group\":\"")
          .append(event.adGroup())
          .append("\",\"creative\":\"")
          .append(event.creative());
      if (event.revenue() != null) {
        json.append("\",\"revenue\":\"").append(event.revenue() / 1_000_000).append(".34");
      }
      json.append("\",\"properties\":").append(event.properties()).append('}');
    }
    return json.append(']').toString().getBytes(StandardCharsets.UTF_8);
  }
}
