package dev.freehold.attribution.credit;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that a person did, as the event store keeps it.
 *
 * @param userId as it was recorded: the click id for a click made before the person was known
 * @param revenue in units, see {@link Revenue}
 */
public record JourneyEvent(
    String eventId,
    String type,
    String userId,
    Instant occurredAt,
    @Nullable String channel,
    @Nullable String campaign,
    @Nullable String adGroup,
    @Nullable String creative,
    @Nullable Long revenue,
    @Nullable String properties,
    @Nullable UUID linkId) {

  public static final String COLUMNS =
      "event_id, type, user_id, occurred_at, channel, campaign, ad_group, creative, revenue,"
          + " properties, link_id";

  /** The types of event that can earn credit. */
  static final List<String> TOUCH_TYPES = List.of("impression", "click");

  /** The order of touches; ids by their UTF-8 bytes, as the event store orders them. */
  static final Comparator<JourneyEvent> IN_TIME =
      Comparator.comparing(JourneyEvent::occurredAt)
          .thenComparing(
              event -> event.eventId().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

  boolean isTouch() {
    return TOUCH_TYPES.contains(type);
  }

  public static JourneyEvent of(ResultSet row) throws SQLException {
    var revenue = row.getObject("revenue");
    return new JourneyEvent(
        row.getString("event_id"),
        row.getString("type"),
        row.getString("user_id"),
        row.getObject("occurred_at", LocalDateTime.class).toInstant(ZoneOffset.UTC),
        row.getString("channel"),
        row.getString("campaign"),
        row.getString("ad_group"),
        row.getString("creative"),
        revenue == null ? null : ((Number) revenue).longValue(),
        row.getString("properties"),
        (UUID) row.getObject("link_id"));
  }
}
