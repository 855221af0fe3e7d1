package dev.freehold.kernel.error;

/** The caller is not known. */
public final class Unauthenticated extends ApiException {

  public Unauthenticated(ErrorCode code, String message) {
    super(code, message);
  }
}
