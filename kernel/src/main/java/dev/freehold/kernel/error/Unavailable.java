package dev.freehold.kernel.error;

import java.time.Duration;

/** A part of the program cannot answer now and will again; nothing was changed. */
public final class Unavailable extends ApiException {

  private static final Duration SOON = Duration.ofSeconds(2);

  private final Duration retryAfter;

  public Unavailable(ErrorCode code, String message) {
    this(code, message, SOON);
  }

  public Unavailable(ErrorCode code, String message, Throwable cause) {
    this(code, message, SOON);
    initCause(cause);
  }

  /**
   * @param retryAfter when to try again, as far as that is known
   */
  public Unavailable(ErrorCode code, String message, Duration retryAfter) {
    super(code, message);
    this.retryAfter = retryAfter;
  }

  public Duration retryAfter() {
    return retryAfter;
  }
}
