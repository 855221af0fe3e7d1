package dev.freehold.attribution;

import dev.freehold.kernel.error.ErrorCode;

/** The error codes of attribution. The last ones stand beside single events of a batch. */
enum AttributionError implements ErrorCode {
  APP_NOT_FOUND(404, "There is no such app."),
  LINK_NOT_FOUND(404, "There is no such tracking link."),
  CONVERSION_NOT_FOUND(404, "There is no conversion with this event id."),
  APP_ARCHIVED(409, "The app is archived."),
  DESTINATION_NOT_ALLOWED(422, "A tracking link cannot lead there."),

  INVALID_REVENUE(422, "The revenue is not a decimal string that the currency can hold."),
  CURRENCY_MISMATCH(422, "The currency is not the app's.");

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
