package dev.freehold.kernel.db;

/** A request with the same {@code Idempotency-Key} committed while this one ran; this one undid. */
public final class AlreadyAnswered extends RuntimeException {

  AlreadyAnswered() {
    super("a request with the same Idempotency-Key was answered first");
  }
}
