package dev.freehold.kernel.http;

import dev.freehold.kernel.error.Conflict;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.error.KernelError;
import org.jspecify.annotations.Nullable;

/**
 * The version that a change was based on, from {@code If-Match}; null takes any.
 *
 * <p>Source: RFC 9110, section 13.1.1.
 */
public record IfMatch(@Nullable Long version) {

  public static final IfMatch ANY = new IfMatch(null);

  static IfMatch parse(@Nullable String header) {
    if (header == null || header.equals("*")) {
      return ANY;
    }
    var number = header.replaceFirst("^\"(\\d{1,18})\"$", "$1");
    if (number.equals(header)) {
      throw Invalid.parameter("If-Match", "must be an ETag that was read before, such as \"3\"");
    }
    return new IfMatch(Long.valueOf(number));
  }

  /** Refuses the change if the object has moved on. */
  public void check(Versioned current) {
    if (version != null && version != current.version()) {
      throw new Conflict(
          KernelError.PRECONDITION_FAILED,
          "It changed since you read it. Read it again and repeat your change on top.");
    }
  }
}
