package dev.freehold.accounts.sso;

import dev.freehold.kernel.error.ErrorCode;

/** The error codes of single sign-on. */
public enum SsoError implements ErrorCode {
  SSO_NOT_SET_UP(404, "The tenant has no identity provider."),
  SSO_DOMAIN_NOT_FOUND(404, "There is no such domain."),
  SSO_DOMAIN_TAKEN(409, "Another tenant proved this domain."),
  SSO_DOMAIN_NOT_PROVEN(409, "The domain's DNS does not hold the tenant's record."),
  SSO_PROVIDER_FAILED(502, "The identity provider did not answer as it should."),
  SSO_LOGIN_OVER(401, "The login through the provider is over, or began in another browser."),
  SSO_LOGIN_REFUSED(403, "The provider cannot log this person in."),
  TOO_MANY_SSO_LOGINS(429, "Too many logins through providers from one network.");

  private final int status;
  private final String title;

  SsoError(int status, String title) {
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
