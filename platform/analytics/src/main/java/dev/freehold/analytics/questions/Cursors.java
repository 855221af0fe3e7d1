package dev.freehold.analytics.questions;

import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.error.KernelError;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cursors of lists that are computed anew for each page: how many rows were told of. */
public final class Cursors {

  private static final String PREFIX = "row ";
  private static final int MAX_OFFSET = 1_000_000;

  private Cursors() {}

  public static String of(int offset) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((PREFIX + offset).getBytes(StandardCharsets.US_ASCII));
  }

  /** What a cursor stands for; none for the beginning. */
  public static int offset(@Nullable String cursor) {
    if (cursor == null) {
      return 0;
    }
    try {
      var text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
      int offset = text.startsWith(PREFIX) ? Integer.parseInt(text.substring(PREFIX.length())) : -1;
      if (offset >= 0 && offset <= MAX_OFFSET) {
        return offset;
      }
    } catch (IllegalArgumentException e) {
      // Falls through: not ours.
    }
    throw new Invalid(
        KernelError.INVALID_CURSOR,
        "cursor is not one that this list gave out; start again without it.",
        List.of(new Invalid.Field("cursor", "is not one that this list gave out")));
  }
}
