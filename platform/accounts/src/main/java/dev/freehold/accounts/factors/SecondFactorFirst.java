package dev.freehold.accounts.factors;

import dev.freehold.accounts.access.Authentication;
import dev.freehold.kernel.access.Callers;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Leads members of a tenant that requires a second factor to set one up, before anything else. They
 * hold no permission until then; this only spares them the refusals.
 */
final class SecondFactorFirst implements HandlerInterceptor {

  private static final List<String> OPEN =
      List.of("/console/account", "/console/tenant", "/console/members/leave");

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    var caller = Callers.of(request);
    if (caller == null
        || !caller.may(Authentication.LACKS_SECOND_FACTOR)
        || OPEN.stream().anyMatch(path -> request.getRequestURI().startsWith(path))) {
      return true;
    }
    response.setHeader(HttpHeaders.LOCATION, FactorsConsole.PATH);
    response.setStatus(HttpStatus.SEE_OTHER.value());
    return false;
  }
}
