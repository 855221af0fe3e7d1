package dev.freehold.kernel.net;

/** A call was refused, or brought no answer; the message tells a person why. */
public final class OutboundFailed extends RuntimeException {

  OutboundFailed(String message) {
    super(message);
  }

  OutboundFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
