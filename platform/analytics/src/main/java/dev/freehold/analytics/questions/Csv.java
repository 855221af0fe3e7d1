package dev.freehold.analytics.questions;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * An answer as comma-separated values.
 *
 * <p>Source: RFC 4180. A text that a spreadsheet would take for a formula gets an apostrophe in
 * front.
 */
public final class Csv {

  private static final MediaType TYPE = new MediaType("text", "csv");

  private final List<String> lines = new ArrayList<>();

  public Csv(String... header) {
    lines.add(line(Arrays.asList(header)));
  }

  /** Whether a request would rather have CSV than JSON. */
  public static boolean isWanted(@Nullable String accept) {
    return accept != null
        && MediaType.parseMediaTypes(accept).stream()
            .filter(type -> type.includes(TYPE) || type.includes(MediaType.APPLICATION_JSON))
            .findFirst()
            .filter(type -> !type.includes(MediaType.APPLICATION_JSON))
            .isPresent();
  }

  /** Adds a line; null is an empty cell. */
  public Csv row(@Nullable Object... cells) {
    lines.add(line(Arrays.asList(cells)));
    return this;
  }

  /** The file, with the cursor of the next page in the header {@code Next-Cursor}. */
  public ResponseEntity<String> file(String name, @Nullable String nextCursor) {
    var answer =
        ResponseEntity.ok()
            .contentType(TYPE)
            .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + ".csv\"");
    if (nextCursor != null) {
      answer.header("Next-Cursor", nextCursor);
    }
    return answer.body(text());
  }

  String text() {
    return String.join("", lines);
  }

  private static String line(List<? extends @Nullable Object> cells) {
    return cells.stream().map(Csv::cell).collect(Collectors.joining(",")) + "\r\n";
  }

  private static String cell(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case BigDecimal number -> number.toPlainString();
      case String text -> quoted(safe(text));
      default -> value.toString();
    };
  }

  private static String safe(String text) {
    return !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
  }

  private static String quoted(String cell) {
    return cell.chars().anyMatch(c -> ",\"\r\n".indexOf(c) >= 0)
        ? '"' + cell.replace("\"", "\"\"") + '"'
        : cell;
  }
}
