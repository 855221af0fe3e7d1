package dev.freehold.attribution;

import static dev.freehold.attribution.AttributionError.INVALID_EVENT;
import static dev.freehold.attribution.AttributionError.INVALID_FIELD;
import static dev.freehold.attribution.AttributionError.PROPERTIES_TOO_LARGE;
import static dev.freehold.attribution.AttributionError.UNKNOWN_EVENT_FIELD;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads the fields of one event off a stream of tokens. A wrong field marks the event and reading
 * goes on behind it, so that the rest of the batch is kept.
 */
final class EventParser {

  private final byte[] source;
  private int offset;
  private @Nullable String lastAppText;
  private @Nullable UUID lastApp;

  /** The bytes that the parser reads, to cut properties out of as they were sent. */
  EventParser(byte[] source) {
    this.source = source;
  }

  /** Where in the source the next parser begins. */
  EventParser at(int begin) {
    offset = begin;
    return this;
  }

  /** Reads the value that the parser stands on, whatever it is. */
  EventFields read(JsonParser json) {
    var fields = new EventFields();
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      fields.fail(INVALID_EVENT, "An event is a JSON object.", null);
      return fields;
    }
    String name;
    while ((name = json.nextName()) != null) {
      var token = json.nextToken();
      if (token != JsonToken.VALUE_NULL) {
        readField(json, fields, name, token);
      }
    }
    return fields;
  }

  private void readField(JsonParser json, EventFields fields, String name, JsonToken token) {
    if (name.equals("properties")) {
      readProperties(json, fields, token);
      return;
    }
    if (token != JsonToken.VALUE_STRING) {
      json.skipChildren();
      fields.fail(
          EventNames.isKnown(name) ? INVALID_FIELD : UNKNOWN_EVENT_FIELD,
          EventNames.isKnown(name)
              ? name + " must be a string."
              : "The field " + shorten(name) + " is not known. Put your own into properties.",
          shorten(name));
      return;
    }
    setText(fields, name, json.getString());
  }

  private void setText(EventFields fields, String name, String text) {
    switch (name) {
      case "event_id" -> fields.eventId = text(fields, name, text, EventRules.MAX_EVENT_ID);
      case "app_id" -> fields.appId = app(fields, text);
      case "type" -> fields.type = type(fields, text);
      case "user_id" -> fields.userId = text(fields, name, text, EventRules.MAX_USER_ID);
      case "occurred_at" -> fields.occurredAt = time(fields, text);
      case "channel" -> fields.channel = label(fields, name, text);
      case "campaign" -> fields.campaign = label(fields, name, text);
      case "ad_group" -> fields.adGroup = label(fields, name, text);
      case "creative" -> fields.creative = label(fields, name, text);
      case "revenue" -> fields.revenue = text;
      case "currency" -> fields.currency = text;
      case "click_id" -> fields.clickId = text(fields, name, text, EventRules.MAX_USER_ID);
      default ->
          fields.fail(
              UNKNOWN_EVENT_FIELD,
              "The field " + shorten(name) + " is not known. Put your own into properties.",
              shorten(name));
    }
  }

  private static String text(EventFields fields, String name, String text, int max) {
    if (!EventRules.isText(text, max)) {
      fields.fail(
          INVALID_FIELD,
          name + " must have 1 to " + max + " characters, none of them a control character.",
          name);
    }
    return text;
  }

  private static String label(EventFields fields, String name, String text) {
    if (EventRules.isReserved(text)) {
      fields.fail(INVALID_FIELD, name + " cannot be " + text + ", which reports use.", name);
    }
    return text(fields, name, text, EventRules.MAX_NAME);
  }

  private static String type(EventFields fields, String text) {
    if (!EventRules.isType(text)) {
      fields.fail(
          INVALID_FIELD,
          "type must begin with a letter and have at most 64 letters, digits and _ . : -",
          "type");
    }
    return text;
  }

  /** Most batches name one app, so the last one is kept. */
  private @Nullable UUID app(EventFields fields, String text) {
    if (text.equals(lastAppText)) {
      return lastApp;
    }
    try {
      lastApp = UUID.fromString(text);
      lastAppText = text;
      return lastApp;
    } catch (IllegalArgumentException e) {
      fields.fail(INVALID_FIELD, "app_id must be the id of an app.", "app_id");
      return null;
    }
  }

  private static @Nullable Instant time(EventFields fields, String text) {
    try {
      return text.endsWith("Z") ? Instant.parse(text) : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      fields.fail(
          INVALID_FIELD,
          "occurred_at must be a time with a zone, such as 2026-01-31T12:00:00Z.",
          "occurred_at");
      return null;
    }
  }

  private void readProperties(JsonParser json, EventFields fields, JsonToken token) {
    if (token != JsonToken.START_OBJECT) {
      json.skipChildren();
      fields.fail(INVALID_FIELD, "properties must be an object.", "properties");
      return;
    }
    long begin = json.currentTokenLocation().getByteOffset();
    json.skipChildren();
    long end = json.currentTokenLocation().getByteOffset() + 1;
    if (end - begin > EventRules.MAX_PROPERTIES_BYTES) {
      fields.fail(
          PROPERTIES_TOO_LARGE,
          "properties may have at most " + EventRules.MAX_PROPERTIES_BYTES + " bytes.",
          "properties");
      return;
    }
    fields.properties =
        new String(source, offset + (int) begin, (int) (end - begin), StandardCharsets.UTF_8);
  }

  private static String shorten(String name) {
    return name.length() <= 64 ? name : name.substring(0, 64) + "…";
  }
}
