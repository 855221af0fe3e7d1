package dev.freehold.kernel.error;

/** A failure that the caller can understand; the message is a sentence they can act on. */
public abstract sealed class ApiException extends RuntimeException
    permits NotFound, Conflict, Invalid, Forbidden, Unauthenticated, LimitExceeded, Unavailable {

  private final ErrorCode code;

  ApiException(ErrorCode code, String message) {
    super(message);
    this.code = code;
  }

  public ErrorCode code() {
    return code;
  }
}
