package dev.freehold.accounts.branding;

import dev.freehold.kernel.error.ErrorCode;

/** The error codes of branding. */
enum BrandingError implements ErrorCode {
  LOGO_NOT_FOUND(404, "There is no logo.");

  private final int status;
  private final String title;

  BrandingError(int status, String title) {
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
