package dev.freehold.attribution;

import dev.freehold.kernel.batch.RowFields;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The fields of the event that is being read. */
final class EventFields extends RowFields {

  @Nullable String eventId;
  @Nullable UUID appId;
  @Nullable String type;
  @Nullable String userId;
  @Nullable Instant occurredAt;
  @Nullable String channel;
  @Nullable String campaign;
  @Nullable String adGroup;
  @Nullable String creative;
  @Nullable String revenue;
  @Nullable String currency;
  @Nullable String clickId;
  @Nullable String properties;

  /** The name of the first required field that is missing, or null. */
  @Nullable String firstMissing() {
    return eventId == null
        ? "event_id"
        : appId == null
            ? "app_id"
            : type == null
                ? "type"
                : userId == null ? "user_id" : occurredAt == null ? "occurred_at" : null;
  }
}
