package dev.freehold.kernel.error;

/** A part of the program cannot answer now and will again; nothing was changed. */
public final class Unavailable extends ApiException {

  public Unavailable(ErrorCode code, String message) {
    super(code, message);
  }

  public Unavailable(ErrorCode code, String message, Throwable cause) {
    super(code, message);
    initCause(cause);
  }
}
