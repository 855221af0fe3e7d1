package dev.freehold.accounts.users;

import dev.freehold.kernel.error.ErrorCode;

/** The error codes of people's own accounts. */
public enum UsersError implements ErrorCode {
  MAIL_LINK_NOT_FOUND(404, "The link was used, or is too old."),
  TOO_MANY_MAILS(429, "Too many mails were asked for.");

  private final int status;
  private final String title;

  UsersError(int status, String title) {
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
