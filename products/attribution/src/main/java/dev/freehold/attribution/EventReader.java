package dev.freehold.attribution;

import static dev.freehold.attribution.AttributionError.APP_ARCHIVED;
import static dev.freehold.attribution.AttributionError.APP_NOT_FOUND;
import static dev.freehold.attribution.AttributionError.CURRENCY_MISMATCH;
import static dev.freehold.attribution.AttributionError.INVALID_REVENUE;

import dev.freehold.attribution.credit.Revenue;
import dev.freehold.kernel.batch.BatchReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads a body of events into rows. */
final class EventReader extends BatchReader<EventFields> {

  /** Rows for {@link AttributionStreams#EVENTS}. */
  final List<@Nullable Object[]> events = new ArrayList<>();

  /** Rows for {@link AttributionStreams#IDENTITIES}. */
  final List<@Nullable Object[]> identities = new ArrayList<>();

  private final Function<UUID, Optional<App>> apps;
  private final Instant now;
  private @Nullable App lastApp;
  private @Nullable String lastAppText;
  private @Nullable UUID lastAppId;

  /**
   * @param apps finds an app of the sender
   * @param now when the batch arrived
   */
  EventReader(Function<UUID, Optional<App>> apps, Instant now) {
    this.apps = apps;
    this.now = now;
  }

  @Override
  protected EventFields blank() {
    return new EventFields();
  }

  @Override
  protected void readField(JsonParser json, EventFields fields, String name, JsonToken token) {
    if (name.equals("properties")) {
      fields.properties = object(json, fields, name, token, EventRules.MAX_PROPERTIES_BYTES);
      return;
    }
    var text = string(json, fields, name, token, EventNames.isKnown(name));
    if (text != null) {
      setText(fields, name, text);
    }
  }

  private void setText(EventFields fields, String name, String text) {
    switch (name) {
      case "event_id" -> fields.eventId = fields.text(name, text, EventRules.MAX_EVENT_ID);
      case "app_id" -> fields.appId = appId(fields, text);
      case "type" -> fields.type = fields.word(name, text);
      case "user_id" -> fields.userId = fields.text(name, text, EventRules.MAX_USER_ID);
      case "occurred_at" -> fields.occurredAt = fields.time(name, text);
      case "channel" -> fields.channel = label(fields, name, text);
      case "campaign" -> fields.campaign = label(fields, name, text);
      case "ad_group" -> fields.adGroup = label(fields, name, text);
      case "creative" -> fields.creative = label(fields, name, text);
      case "revenue" -> fields.revenue = text;
      case "currency" -> fields.currency = text;
      case "click_id" -> fields.clickId = fields.text(name, text, EventRules.MAX_USER_ID);
      default -> fields.unknown(name);
    }
  }

  private static String label(EventFields fields, String name, String text) {
    if (EventRules.isReserved(text)) {
      fields.invalid(name, "cannot be " + text + ", which reports use");
    }
    return fields.text(name, text, EventRules.MAX_NAME);
  }

  /** Most batches name one app, so the last one is kept. */
  private @Nullable UUID appId(EventFields fields, String text) {
    if (!text.equals(lastAppText)) {
      lastAppId = fields.id("app_id", text);
      lastAppText = lastAppId == null ? null : text;
    }
    return lastAppId;
  }

  /** Keeps the row of an event, or notes the reason why it is refused. */
  @Override
  protected void take(EventFields fields) {
    var missing = fields.firstMissing();
    if (missing != null) {
      fields.missing(missing);
      return;
    }
    var app = app(fields);
    var occurredAt = fields.occurredAt;
    if (app == null
        || occurredAt == null
        || !fields.isInTime(occurredAt, now, EventRules.MAX_AGE)) {
      return;
    }
    var revenue = revenue(fields, app);
    if (fields.hasFailed()) {
      return;
    }
    if (fields.clickId != null) {
      identities.add(
          new @Nullable Object[] {
            app.id() + ":" + fields.clickId, app.id(), fields.clickId, fields.userId, occurredAt
          });
    }
    events.add(
        new @Nullable Object[] {
          fields.eventId,
          app.id(),
          fields.type,
          fields.userId,
          occurredAt,
          fields.channel,
          fields.campaign,
          fields.adGroup,
          fields.creative,
          revenue,
          fields.properties,
          null
        });
  }

  private @Nullable App app(EventFields fields) {
    var id = fields.appId;
    if (id == null) {
      return null;
    }
    if (lastApp == null || !lastApp.id().equals(id)) {
      lastApp = apps.apply(id).orElse(null);
    }
    if (lastApp == null) {
      fields.fail(APP_NOT_FOUND, "There is no app " + id + ".", "app_id");
      return null;
    }
    if (lastApp.isArchived()) {
      fields.fail(APP_ARCHIVED, "The app is archived and takes no events.", "app_id");
      return null;
    }
    return lastApp;
  }

  private static @Nullable Long revenue(EventFields fields, App app) {
    if (fields.currency != null && !fields.currency.equals(app.currency().getCurrencyCode())) {
      fields.fail(
          CURRENCY_MISMATCH,
          "The app's currency is " + app.currency().getCurrencyCode() + ".",
          "currency");
      return null;
    }
    if (fields.revenue == null) {
      return null;
    }
    try {
      return Revenue.parse(fields.revenue, app.currency());
    } catch (IllegalArgumentException e) {
      fields.fail(INVALID_REVENUE, "revenue: " + e.getMessage(), "revenue");
      return null;
    }
  }
}
