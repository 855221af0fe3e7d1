package dev.freehold.accounts.roles;

import dev.freehold.kernel.error.ErrorCode;

/** The error codes of roles. */
enum RolesError implements ErrorCode {
  ROLE_NOT_FOUND(404, "There is no such role."),
  ROLE_NAME_TAKEN(409, "A role with this name exists."),
  ROLE_IN_USE(409, "Members still have the role.");

  private final int status;
  private final String title;

  RolesError(int status, String title) {
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
