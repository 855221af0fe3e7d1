package dev.freehold.kernel.error;

/** The request contradicts the stored state: a name taken, a version passed, a key reused. */
public final class Conflict extends ApiException {

  public Conflict(ErrorCode code, String message) {
    super(code, message);
  }
}
