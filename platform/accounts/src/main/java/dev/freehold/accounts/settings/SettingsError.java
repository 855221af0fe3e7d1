package dev.freehold.accounts.settings;

import dev.freehold.kernel.error.ErrorCode;

/** The error codes of the installation's settings. */
public enum SettingsError implements ErrorCode {
  SETTING_NOT_FOUND(404, "There is no such setting."),
  SIGN_UP_CLOSED(403, "Nobody new can sign up here."),
  MAINTENANCE(503, "The installation is closed for maintenance.");

  private final int status;
  private final String title;

  SettingsError(int status, String title) {
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
