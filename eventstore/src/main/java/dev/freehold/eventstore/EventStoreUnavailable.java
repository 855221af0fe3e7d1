package dev.freehold.eventstore;

/** The store cannot take rows or answer now; the caller may try again shortly. */
public class EventStoreUnavailable extends RuntimeException {

  public EventStoreUnavailable(String message) {
    super(message);
  }

  public EventStoreUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
