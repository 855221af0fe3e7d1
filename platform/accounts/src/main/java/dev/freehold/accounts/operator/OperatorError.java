package dev.freehold.accounts.operator;

import dev.freehold.kernel.error.ErrorCode;

/** The error codes of the operator's work. */
public enum OperatorError implements ErrorCode {
  NOT_WHILE_IMPERSONATING(403, "Only the person themselves may do this."),
  READ_ONLY_IMPERSONATION(403, "The impersonation was begun to look, not to change anything."),
  OWN_TENANT(409, "The operator's own tenant can be neither suspended nor removed."),
  TENANT_BEING_REMOVED(409, "The tenant is to be removed."),
  TENANT_CLOSED(409, "The tenant is closed, and cannot be brought back.");

  private final int status;
  private final String title;

  OperatorError(int status, String title) {
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
