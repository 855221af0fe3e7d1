package dev.freehold.accounts;

import dev.freehold.kernel.error.ErrorCode;

/** The error codes of accounts. */
public enum AccountsError implements ErrorCode {
  API_KEY_NOT_FOUND(404, "There is no such API key."),
  API_KEY_ENDED(409, "The API key has ended."),
  EMAIL_TAKEN(409, "An account with this email address exists."),
  NO_MEMBERSHIP(403, "The account is an active member of no tenant."),
  SINGLE_SIGN_ON_REQUIRED(403, "The tenant lets members in through its provider alone."),
  SLUG_TAKEN(409, "A tenant with this slug exists."),
  SIGN_IN_AGAIN(403, "This needs a sign-in of the last ten minutes."),
  TENANT_SUSPENDED(403, "The tenant is suspended."),
  TENANT_NOT_FOUND(404, "There is no such tenant."),
  UNKNOWN_SCOPE(422, "A scope is not a permission that exists, or that you hold yourself."),
  WRONG_CREDENTIALS(401, "The email address or the password is wrong."),
  SIGN_UP_NOT_FOUND(404, "There is no such sign-up, or it is over."),
  TOO_MANY_SIGN_UPS(429, "Too many sign-ups from one network."),
  TOO_MANY_INVITATIONS(429, "The tenant invited too many people in a short time."),
  TOO_MANY_LOGINS(429, "Too many attempts to sign in.");

  private final int status;
  private final String title;

  AccountsError(int status, String title) {
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
