package dev.freehold.kernel.error;

import java.util.Locale;

/** A stable code of an error, as clients match on it; each module lists its own in an enum. */
public interface ErrorCode {

  /** The enum constant's name. */
  String name();

  /** The HTTP status it travels with. */
  int status();

  /** What went wrong in general, in a sentence. */
  String title();

  /** How it reads on the wire: {@code app_not_found}. */
  default String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
