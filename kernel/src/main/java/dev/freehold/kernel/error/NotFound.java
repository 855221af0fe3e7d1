package dev.freehold.kernel.error;

/** The object does not exist, or belongs to somebody else: the caller cannot tell which. */
public final class NotFound extends ApiException {

  public NotFound(ErrorCode code, String message) {
    super(code, message);
  }
}
