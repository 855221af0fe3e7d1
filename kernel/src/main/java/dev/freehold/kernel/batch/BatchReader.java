package dev.freehold.kernel.batch;

import static dev.freehold.kernel.batch.BatchError.INVALID_EVENT;
import static dev.freehold.kernel.batch.BatchError.PROPERTIES_TOO_LARGE;
import static dev.freehold.kernel.batch.BatchError.TOO_MANY_EVENTS;

import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.error.KernelError;
import dev.freehold.kernel.error.LimitExceeded;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads a body of events token by token. Good events are kept when others are bad: a wrong field
 * marks its event and reading goes on behind it. A document that is not JSON at all is refused
 * whole, a line of NDJSON alone.
 *
 * @param <F> what is read of one event
 */
public abstract class BatchReader<F extends RowFields> {

  public static final int MAX_EVENTS = 10_000;
  static final int MAX_DEPTH = 32;

  private static final String BATCH = "batch";

  /** UTF-8 alone: in other encodings the parser cannot say at which byte it stands. */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(BatchBody.MAX_BYTES)
                  .build())
          .build();

  private final List<RejectedRow> rejected = new ArrayList<>();
  private byte[] source = {};

  /** Where in the source the parser began. */
  private int offset;

  private int read;

  /** An event of which nothing was read yet. */
  protected abstract F blank();

  /**
   * Reads one field of an event; the parser stands on its value, which is not null, and must stand
   * on its end afterwards.
   */
  protected abstract void readField(JsonParser json, F fields, String name, JsonToken token);

  /** Keeps an event that was read well, or refuses it by {@link RowFields#fail}. */
  protected abstract void take(F fields);

  /** The events that were not kept. */
  public final List<RejectedRow> rejected() {
    return rejected;
  }

  /** How many events were read, good and bad. */
  public final int count() {
    return read;
  }

  /** Reads a JSON array of events. */
  public final void readArray(byte[] body) {
    readWhole(
        body,
        json -> {
          if (json.nextToken() != JsonToken.START_ARRAY) {
            throw malformed("The body must be a JSON array of events.");
          }
          readItems(json);
        });
  }

  /** Reads one event, an array of them, {@code {"batch": […]}}, or lines. */
  public final void read(BatchBody body) {
    if (body.isLines()) {
      readLines(body.bytes());
      return;
    }
    readWhole(
        body.bytes(),
        json -> {
          switch (json.nextToken()) {
            case START_ARRAY -> readItems(json);
            case START_OBJECT -> readEventOrBatch(json);
            case null, default ->
                throw malformed(
                    "The body must be an event, an array of events or {\"batch\": [events]}.");
          }
        });
  }

  private void readEventOrBatch(JsonParser json) {
    var first = json.nextName();
    if (!BATCH.equals(first)) {
      finish(readFields(json, first));
      return;
    }
    if (json.nextToken() != JsonToken.START_ARRAY) {
      throw malformed("batch must be an array of events.");
    }
    readItems(json);
    var next = json.nextName();
    if (next != null) {
      var shown = RowText.shorten(next);
      throw new Invalid(
          KernelError.UNKNOWN_FIELD,
          "The field " + shown + " is not known beside batch.",
          List.of(new Invalid.Field(shown, "is not known beside batch")));
    }
  }

  private interface Reading {
    void run(JsonParser json);
  }

  private void readWhole(byte[] body, Reading reading) {
    source = body;
    try (var json = JSON.createParser(body)) {
      reading.run(json);
      if (json.nextToken() != null) {
        throw malformed("There is something behind the events.");
      }
    } catch (JacksonException e) {
      throw malformed("The body is not valid JSON behind event " + read + ".");
    }
  }

  private void readItems(JsonParser json) {
    while (json.nextToken() != JsonToken.END_ARRAY) {
      finish(readValue(json));
    }
  }

  /** Reads a line of JSON for each event. */
  public final void readLines(byte[] body) {
    source = body;
    int begin = 0;
    while (begin < body.length) {
      int end = begin;
      while (end < body.length && body[end] != '\n') {
        end++;
      }
      if (!isBlank(body, begin, end)) {
        readLine(body, begin, end);
      }
      begin = end + 1;
    }
  }

  private void readLine(byte[] body, int begin, int end) {
    offset = begin;
    try (var json = JSON.createParser(body, begin, end - begin)) {
      json.nextToken();
      var fields = readValue(json);
      if (json.nextToken() != null) {
        fields.fail(INVALID_EVENT, "A line holds one event.", null);
      }
      finish(fields);
    } catch (JacksonException e) {
      var fields = blank();
      fields.fail(INVALID_EVENT, "The line is not valid JSON.", null);
      finish(fields);
    }
  }

  private static boolean isBlank(byte[] body, int begin, int end) {
    for (int i = begin; i < end; i++) {
      if (body[i] != ' ' && body[i] != '\r' && body[i] != '\t') {
        return false;
      }
    }
    return true;
  }

  /** Reads the value that the parser stands on, whatever it is. */
  private F readValue(JsonParser json) {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      var fields = blank();
      fields.fail(INVALID_EVENT, "An event is a JSON object.", null);
      return fields;
    }
    return readFields(json, json.nextName());
  }

  private F readFields(JsonParser json, @Nullable String first) {
    var fields = blank();
    for (var name = first; name != null; name = json.nextName()) {
      var token = json.nextToken();
      if (token != JsonToken.VALUE_NULL) {
        readField(json, fields, name, token);
      }
    }
    return fields;
  }

  private void finish(F fields) {
    int index = read++;
    if (read > MAX_EVENTS) {
      throw new LimitExceeded(
          TOO_MANY_EVENTS,
          "A batch may have at most " + MAX_EVENTS + " events. Nothing of it was kept.");
    }
    if (!fields.hasFailed()) {
      take(fields);
    }
    if (fields.hasFailed()) {
      rejected.add(fields.at(index));
    }
  }

  /** The text that the parser stands on; null, and the event refused, if it is no text. */
  protected final @Nullable String string(
      JsonParser json, F fields, String name, JsonToken token, boolean isKnown) {
    if (token == JsonToken.VALUE_STRING) {
      return json.getString();
    }
    json.skipChildren();
    if (isKnown) {
      fields.invalid(name, "must be a string");
    } else {
      fields.unknown(name);
    }
    return null;
  }

  /** The object that the parser stands on, as it was sent; null, and refused, if it is none. */
  protected final @Nullable String object(
      JsonParser json, F fields, String name, JsonToken token, int maxBytes) {
    if (token != JsonToken.START_OBJECT) {
      json.skipChildren();
      fields.invalid(name, "must be an object");
      return null;
    }
    long begin = json.currentTokenLocation().getByteOffset();
    json.skipChildren();
    long end = json.currentTokenLocation().getByteOffset() + 1;
    if (end - begin > maxBytes) {
      fields.fail(PROPERTIES_TOO_LARGE, name + " may have at most " + maxBytes + " bytes.", name);
      return null;
    }
    return new String(source, offset + (int) begin, (int) (end - begin), StandardCharsets.UTF_8);
  }

  private static Invalid malformed(String message) {
    return new Invalid(KernelError.INVALID_JSON, message, List.of());
  }
}
