package dev.freehold.accounts.tokens;

import dev.freehold.kernel.error.ErrorCode;

/** The error codes of access and refresh tokens. */
enum TokensError implements ErrorCode {
  SECOND_FACTOR_NEEDED(401, "The account has a second factor; send a code of it."),
  INVALID_REFRESH_TOKEN(401, "The refresh token is unknown, was used, or is too old.");

  private final int status;
  private final String title;

  TokensError(int status, String title) {
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
