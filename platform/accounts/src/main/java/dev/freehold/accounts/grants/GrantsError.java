package dev.freehold.accounts.grants;

import dev.freehold.kernel.error.ErrorCode;

/** The error codes of grants and of explaining them. */
enum GrantsError implements ErrorCode {
  GRANT_NOT_FOUND(404, "There is no such grant."),
  SUBJECT_NOT_FOUND(404, "There is no such member or key."),
  RESOURCE_NOT_FOUND(404, "There is no such thing to grant something on."),
  UNKNOWN_PERMISSION(422, "The permission does not exist, or not for this kind of thing.");

  private final int status;
  private final String title;

  GrantsError(int status, String title) {
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
