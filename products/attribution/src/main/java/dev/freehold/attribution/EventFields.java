package dev.freehold.attribution;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The fields of the event that is being read, and the first thing wrong with it. */
final class EventFields {

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

  @Nullable AttributionError error;
  String message = "";
  @Nullable String errorField;

  void fail(AttributionError code, String why, @Nullable String field) {
    if (error == null) {
      error = code;
      message = why;
      errorField = field;
    }
  }

  /** The name of the first required field that is missing, or null. */
  @Nullable String missing() {
    return eventId == null
        ? "event_id"
        : appId == null
            ? "app_id"
            : type == null
                ? "type"
                : userId == null ? "user_id" : occurredAt == null ? "occurred_at" : null;
  }
}
