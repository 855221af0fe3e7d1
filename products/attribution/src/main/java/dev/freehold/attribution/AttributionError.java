package dev.freehold.attribution;

import dev.freehold.kernel.error.ErrorCode;

/** The error codes of attribution. The last ones stand beside single events of a batch. */
enum AttributionError implements ErrorCode {
  APP_NOT_FOUND(404, "There is no such app."),
  LINK_NOT_FOUND(404, "There is no such tracking link."),
  CONVERSION_NOT_FOUND(404, "There is no conversion with this event id."),
  APP_ARCHIVED(409, "The app is archived."),
  DESTINATION_NOT_ALLOWED(422, "A tracking link cannot lead there."),
  TOO_MANY_EVENTS(413, "The batch has too many events."),

  INVALID_EVENT(422, "An event is not a JSON object that can be read."),
  MISSING_FIELD(422, "A required field of an event is missing."),
  INVALID_FIELD(422, "A field of an event is not valid."),
  UNKNOWN_EVENT_FIELD(422, "An event has a field that is not known."),
  INVALID_REVENUE(422, "The revenue is not a decimal string that the currency can hold."),
  CURRENCY_MISMATCH(422, "The currency is not the app's."),
  PROPERTIES_TOO_LARGE(422, "The properties of an event are too large."),
  OCCURRED_IN_FUTURE(422, "The event lies too far in the future."),
  OCCURRED_TOO_LONG_AGO(422, "The event lies too far in the past.");

  private final int status;
  private final String title;

  AttributionError(int status, String title) {
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
