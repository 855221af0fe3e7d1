package dev.freehold.analytics.usage;

import dev.freehold.eventstore.Column;
import dev.freehold.eventstore.ColumnType;
import dev.freehold.eventstore.Stream;
import dev.freehold.kernel.batch.BatchReader;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads a body of usage into rows of a stream: a field for each column, of its type. Amounts are
 * whole and not negative; money comes as a string of digits, so that no parser on the way makes a
 * float of it.
 */
final class UsageReader extends BatchReader<UsageFields> {

  static final int MAX_PROPERTIES_BYTES = 4096;
  static final int MAX_TEXT = 255;
  static final int MAX_MESSAGE = 2000;
  static final int MAX_ID = 128;

  private static final String COST = "cost";
  private static final String STATUS = "status";
  private static final String SUCCEEDED = "ok";

  /** Rows for the stream. */
  final List<@Nullable Object[]> rows = new ArrayList<>();

  private final Stream stream;
  private final Map<String, Integer> places = new HashMap<>();
  private final Duration maxAge;
  private final Instant now;

  /**
   * @param now when the batch arrived
   */
  UsageReader(Stream stream, Instant now) {
    this.stream = stream;
    this.now = now;
    this.maxAge = maxAge(stream);
    for (int i = 0; i < stream.columns().size(); i++) {
      places.put(stream.columns().get(i).name(), i);
    }
  }

  /** As far back as rows are kept: older ones would be gone at once. */
  static Duration maxAge(Stream stream) {
    return Duration.ofDays(
        Objects.requireNonNullElse(stream.tiers().raw(), Period.ofDays(30)).getDays());
  }

  @Override
  protected UsageFields blank() {
    return new UsageFields(stream.columns().size());
  }

  @Override
  protected void readField(JsonParser json, UsageFields fields, String name, JsonToken token) {
    var place = places.get(name);
    if (place == null) {
      json.skipChildren();
      fields.unknown(name);
    } else {
      fields.row[place] = value(json, fields, stream.columns().get(place), token);
    }
  }

  private @Nullable Object value(
      JsonParser json, UsageFields fields, Column column, JsonToken token) {
    var name = column.name();
    if (name.equals("properties")) {
      return object(json, fields, name, token, MAX_PROPERTIES_BYTES);
    }
    if (column.type() == ColumnType.LONG
        && token == JsonToken.VALUE_NUMBER_INT
        && !name.equals(COST)) {
      return amount(fields, name, json.getString());
    }
    var text = string(json, fields, name, token, true);
    if (text == null) {
      return null;
    }
    return switch (column.type()) {
      case UUID -> fields.id(name, text);
      case TIMESTAMP -> fields.time(name, text);
      case LONG -> amount(fields, name, text);
      case TEXT -> text(fields, name, text);
      case DOUBLE, BOOLEAN -> throw new IllegalStateException("no usage has a " + column.type());
    };
  }

  private String text(UsageFields fields, String name, String text) {
    if (name.equals(stream.id())) {
      return fields.text(name, text, MAX_ID);
    }
    return switch (name) {
      case "type", STATUS -> fields.word(name, text);
      case "error_message" ->
          fields.text(
              name,
              text.length() > MAX_MESSAGE ? text.substring(0, MAX_MESSAGE) : text,
              MAX_MESSAGE);
      default -> fields.text(name, text, MAX_TEXT);
    };
  }

  /** A whole number from 0 to 2^63 - 1. */
  private static @Nullable Long amount(UsageFields fields, String name, String digits) {
    boolean isDigits =
        !digits.isEmpty()
            && digits.length() <= 19
            && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    try {
      if (isDigits) {
        return Long.valueOf(digits);
      }
    } catch (NumberFormatException e) {
      // Falls through: 19 digits may still be too many.
    }
    fields.invalid(
        name,
        name.equals(COST)
            ? "must be a string of digits, in billionths of a US dollar"
            : "must be a whole number that is not negative");
    return null;
  }

  @Override
  protected void take(UsageFields fields) {
    complete(fields, stream.time(), now);
    complete(fields, STATUS, SUCCEEDED);
    for (int i = 0; i < fields.row.length; i++) {
      if (fields.row[i] == null && stream.columns().get(i).required()) {
        fields.missing(stream.columns().get(i).name());
      }
    }
    if (!fields.hasFailed()
        && fields.isInTime(
            (Instant) Objects.requireNonNull(fields.row[place(stream.time())]), now, maxAge)) {
      rows.add(fields.row);
    }
  }

  private void complete(UsageFields fields, String name, Object usual) {
    if (fields.row[place(name)] == null) {
      fields.row[place(name)] = usual;
    }
  }

  private int place(String name) {
    return Objects.requireNonNull(places.get(name));
  }
}
