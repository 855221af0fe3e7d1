package dev.freehold.analytics;

import dev.freehold.kernel.error.ErrorCode;

/** The error codes of analytics. */
public enum AnalyticsError implements ErrorCode {
  SITE_NOT_FOUND(404, "There is no such site."),
  ORIGIN_NOT_ALLOWED(403, "The page is not one of the site's."),
  STREAM_NOT_FOUND(404, "There is no such stream of events."),
  COHORT_NOT_FOUND(404, "There is no such cohort."),
  PERSON_NOT_FOUND(404, "Nothing is known of this person."),
  INVALID_QUESTION(422, "The question cannot be asked like this.");

  private final int status;
  private final String title;

  AnalyticsError(int status, String title) {
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
