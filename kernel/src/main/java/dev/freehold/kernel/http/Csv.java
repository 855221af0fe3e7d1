package dev.freehold.kernel.http;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/**
 * Comma-separated values.
 *
 * <p>Source: RFC 4180. A text that a spreadsheet would take for a formula gets an apostrophe in
 * front.
 */
public final class Csv {

  public static final MediaType MEDIA_TYPE = new MediaType("text", "csv");

  private Csv() {}

  /** Whether a client that accepts these types would rather have CSV than JSON. */
  public static boolean isWanted(@Nullable String accept) {
    return accept != null
        && MediaType.parseMediaTypes(accept).stream()
            .filter(type -> type.includes(MEDIA_TYPE) || type.includes(MediaType.APPLICATION_JSON))
            .findFirst()
            .filter(type -> !type.includes(MediaType.APPLICATION_JSON))
            .isPresent();
  }

  /** A line of cells, which may be numbers or names of ours; texts of strangers go through safe. */
  public static String line(List<String> cells) {
    return cells.stream().map(Csv::quoted).collect(Collectors.joining(",")) + "\r\n";
  }

  /** A text from outside; empty for null. */
  public static String safe(@Nullable String text) {
    return text == null
        ? ""
        : !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
  }

  private static String quoted(String cell) {
    return cell.chars().anyMatch(c -> ",\"\r\n".indexOf(c) >= 0)
        ? '"' + cell.replace("\"", "\"\"") + '"'
        : cell;
  }
}
