package dev.freehold.accounts.factors;

import dev.freehold.kernel.error.ErrorCode;

/** The error codes of second factors. */
public enum FactorsError implements ErrorCode {
  WRONG_CODE(401, "The code is wrong, or was used."),
  NO_SECOND_FACTOR(404, "There is no such second factor."),
  SECOND_FACTOR_EXISTS(409, "The account has an authenticator app already."),
  PASSKEY_REFUSED(401, "The passkey could not be verified."),
  TOO_MANY_CODES(429, "Too many wrong codes.");

  private final int status;
  private final String title;

  FactorsError(int status, String title) {
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
