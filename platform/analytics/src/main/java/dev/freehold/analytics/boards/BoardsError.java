package dev.freehold.analytics.boards;

import dev.freehold.kernel.error.ErrorCode;

/** The error codes of dashboards and saved questions. */
enum BoardsError implements ErrorCode {
  QUESTION_NOT_FOUND(404, "There is no such saved question in this tenant."),
  DASHBOARD_NOT_FOUND(404, "There is no such dashboard in this tenant."),
  TOO_MANY_BOARDS(409, "The tenant has as many dashboards or saved questions as it can.");

  private final int status;
  private final String title;

  BoardsError(int status, String title) {
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
