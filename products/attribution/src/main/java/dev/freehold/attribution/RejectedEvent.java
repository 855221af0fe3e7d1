package dev.freehold.attribution;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An event of a batch that was not kept, and why.
 *
 * @param index its place in the batch, from 0; in NDJSON empty lines do not count
 * @param code stable; match on this
 * @param field the field at fault, if one is
 */
public record RejectedEvent(
    int index,
    @Schema(example = "occurred_in_future") String code,
    String message,
    @Nullable String field) {

  static RejectedEvent of(
      int index, AttributionError error, String message, @Nullable String field) {
    return new RejectedEvent(index, error.name().toLowerCase(Locale.ROOT), message, field);
  }
}
