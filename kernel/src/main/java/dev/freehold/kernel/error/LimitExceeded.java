package dev.freehold.kernel.error;

import java.time.Duration;

/** Too much: a body past its limit, or more attempts than allowed. */
public final class LimitExceeded extends ApiException {

  private final Duration retryAfter;

  public LimitExceeded(ErrorCode code, String message) {
    this(code, message, Duration.ZERO);
  }

  public LimitExceeded(ErrorCode code, String message, Duration retryAfter) {
    super(code, message);
    this.retryAfter = retryAfter;
  }

  /** When trying again makes sense; zero if it never does. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
