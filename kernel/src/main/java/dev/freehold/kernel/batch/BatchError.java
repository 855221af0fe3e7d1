package dev.freehold.kernel.batch;

import dev.freehold.kernel.error.ErrorCode;

/** The error codes of batches. All but the first stand beside single events. */
public enum BatchError implements ErrorCode {
  TOO_MANY_EVENTS(413, "The batch has too many events."),

  INVALID_EVENT(422, "An event is not a JSON object that can be read."),
  MISSING_FIELD(422, "A required field of an event is missing."),
  INVALID_FIELD(422, "A field of an event is not valid."),
  UNKNOWN_EVENT_FIELD(422, "An event has a field that is not known."),
  PROPERTIES_TOO_LARGE(422, "The properties of an event are too large."),
  OCCURRED_IN_FUTURE(422, "The event lies too far in the future."),
  OCCURRED_TOO_LONG_AGO(422, "The event lies too far in the past.");

  private final int status;
  private final String title;

  BatchError(int status, String title) {
    this.status = status;
    this.title = title;
  }

  @Override
  public int status() {
    return status;
  }

  @Override
  public String title() {
    return title;
  }
}
