package dev.freehold.accounts.sso;

import dev.freehold.accounts.access.Authentication;
import dev.freehold.kernel.access.Callers;
import dev.freehold.kernel.error.Forbidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Keeps sessions that a tenant's provider vouched for away from the account itself, which its
 * person may use with other tenants too: a password, a passkey or the list of their sessions is
 * nothing that one tenant's provider can speak about.
 */
final class OwnAccountOnly implements HandlerInterceptor {

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    var caller = Callers.of(request);
    if (caller != null && caller.may(Authentication.SINGLE_SIGN_ON)) {
      throw new Forbidden(
          SsoError.SSO_LOGIN_REFUSED,
          "You logged in through your organisation's provider, which opens this organisation"
              + " alone. Log in with your password to look after your account; if you have none,"
              + " ask for one on the login page under Forgot your password.");
    }
    return true;
  }
}
