package dev.freehold.analytics.collect;

import dev.freehold.kernel.batch.RowFields;
import java.net.InetAddress;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The fields of the event that is being read. */
final class TrackedFields extends RowFields {

  static final int MAX_EVENT_ID = 128;
  static final int MAX_NAME = 128;
  static final int MAX_PERSON_ID = 255;
  static final int MAX_LABEL = 255;
  static final int MAX_ADDRESS = 2048;
  static final int MAX_PROPERTIES_BYTES = 8192;

  @Nullable String eventId;
  TrackedKind kind = TrackedKind.TRACK;
  @Nullable String name;
  @Nullable String personId;
  @Nullable String alias;
  @Nullable String groupId;
  @Nullable Instant occurredAt;
  @Nullable UUID projectId;
  @Nullable String programId;
  @Nullable String channel;
  @Nullable String url;
  @Nullable String referrer;
  @Nullable String userAgent;
  @Nullable InetAddress ip;
  @Nullable String country;
  @Nullable Double value;
  @Nullable String properties;

  /** Reads a field whose value is a text; false if there is no such field. */
  boolean read(String field, String text) {
    switch (field) {
      case "event_id" -> eventId = text(field, text, MAX_EVENT_ID);
      case "kind" -> readKind(text);
      case "name" -> name = text(field, text, MAX_NAME);
      case "person_id" -> personId = text(field, text, MAX_PERSON_ID);
      case "alias" -> alias = text(field, text, MAX_PERSON_ID);
      case "group_id" -> groupId = text(field, text, MAX_PERSON_ID);
      case "occurred_at" -> occurredAt = time(field, text);
      case "project_id" -> projectId = id(field, text);
      case "program_id" -> programId = text(field, text, MAX_LABEL);
      case "channel" -> channel = text(field, text, MAX_LABEL);
      case "url" -> url = text(field, text, MAX_ADDRESS);
      case "referrer" -> referrer = text(field, text, MAX_ADDRESS);
      case "user_agent" -> userAgent = text(field, text, MAX_ADDRESS);
      case "ip" -> readIp(text);
      case "country" -> readCountry(text);
      default -> {
        return false;
      }
    }
    return true;
  }

  static boolean isKnown(String field) {
    return switch (field) {
      case "value", "properties" -> true;
      default -> new TrackedFields().read(field, "");
    };
  }

  private void readKind(String text) {
    var read = TrackedKind.of(text);
    if (read == null) {
      invalid("kind", "must be track, identify, alias or group");
    } else {
      kind = read;
    }
  }

  private void readIp(String text) {
    try {
      ip = InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException e) {
      invalid("ip", "must be an IPv4 or IPv6 address");
    }
  }

  private void readCountry(String text) {
    if (text.length() != 2 || !text.chars().allMatch(c -> c >= 'A' && c <= 'Z')) {
      invalid("country", "must be two capital letters, such as DE");
    }
    country = text;
  }

  /** Checks what the kind of event needs, and fills in what it makes plain. */
  void complete() {
    switch (kind) {
      case TRACK -> require("name", name);
      case IDENTIFY -> {}
      case ALIAS -> require("alias", alias);
      case GROUP -> require("group_id", groupId);
    }
    require("person_id", personId);
    if (name == null) {
      name = kind.text();
    }
    if (alias != null && (kind == TrackedKind.TRACK || kind == TrackedKind.GROUP)) {
      invalid("alias", "goes with the kinds alias and identify");
    }
    if (alias != null && alias.equals(personId)) {
      invalid("alias", "is the person_id itself");
    }
  }

  private void require(String field, @Nullable Object given) {
    if (given == null) {
      missing(field);
    }
  }
}
