package dev.freehold.kernel.error;

import java.time.Duration;
import java.util.List;

/** Too much: a body past its limit, or more attempts than allowed. */
public final class LimitExceeded extends ApiException {

  private final Duration retryAfter;
  private final List<String> policies;

  public LimitExceeded(ErrorCode code, String message) {
    this(code, message, Duration.ZERO);
  }

  public LimitExceeded(ErrorCode code, String message, Duration retryAfter) {
    this(code, message, retryAfter, List.of());
  }

  /**
   * A limit with a name.
   *
   * @param policies the limits that were hit, as {@code RateLimit-Policy} calls them
   */
  public LimitExceeded(ErrorCode code, String message, Duration retryAfter, List<String> policies) {
    super(code, message);
    this.retryAfter = retryAfter;
    this.policies = policies;
  }

  /** The limits that were hit; empty where they have no names. */
  public List<String> policies() {
    return policies;
  }

  /** When trying again makes sense; zero if it never does. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
