package dev.freehold.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Bodies of event batches as somebody hostile or broken would send them. */
final class Bodies {

  private Bodies() {}

  static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }

  static byte[] json(Object document) {
    return Answer.JSON.writeValueAsBytes(document);
  }

  static byte[] gzip(byte[] plain) {
    var zipped = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(zipped)) {
      out.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return zipped.toByteArray();
  }

  /** An event with one field changed or added. */
  static Map<String, Object> with(Map<String, Object> event, String field, Object value) {
    var changed = new HashMap<>(event);
    changed.put(field, value);
    return changed;
  }

  /** The event as JSON with a piece of JSON, valid or not, as one more field. */
  static String withRaw(Map<String, Object> event, String field, String raw) {
    var json = new String(json(event), UTF_8);
    return json.substring(0, json.length() - 1) + ",\"" + field + "\":" + raw + "}";
  }

  static String nested(int levels) {
    return "{\"a\":" + "[".repeat(levels) + "]".repeat(levels) + "}";
  }
}
