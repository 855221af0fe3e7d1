package dev.freehold.kernel.error;

/** The caller is known, but lacks the permission. */
public final class Forbidden extends ApiException {

  public Forbidden(ErrorCode code, String message) {
    super(code, message);
  }
}
