package dev.freehold.accounts.operator;

import dev.freehold.accounts.sessions.Reauthenticated;
import dev.freehold.kernel.access.Callers;
import dev.freehold.kernel.error.Forbidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/**
 * What an operator who acts as somebody else may not do: anything dangerous, anything of the
 * person's own account, and, unless it was begun with leave to write, any change.
 */
@Component
class ImpersonationGuard implements HandlerInterceptor {

  static final String END = "/console/impersonation/end";

  private static final Set<String> LEADS_OUT = Set.of(END, "/logout");
  private static final Set<String> READS = Set.of("GET", "HEAD");

  /** The person's account, their memberships, and the operator's own work. */
  private static final List<String> PERSONAL =
      List.of("/console/account", "/console/tenant", "/console/members/leave", "/console/operator");

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    var caller = Callers.of(request);
    if (caller == null
        || caller.impersonation() == null
        || !(handler instanceof HandlerMethod method)
        || LEADS_OUT.contains(route(request))) {
      return true;
    }
    boolean reads = READS.contains(request.getMethod());
    if (method.hasMethodAnnotation(Reauthenticated.class) || isPersonal(request, reads)) {
      throw new Forbidden(
          OperatorError.NOT_WHILE_IMPERSONATING,
          "You act as " + caller.impersonation().person() + ", and this only they may do.");
    }
    if (!reads && !caller.impersonation().mayWrite()) {
      throw new Forbidden(
          OperatorError.READ_ONLY_IMPERSONATION,
          "You act as " + caller.impersonation().person() + " to look, not to change anything.");
    }
    return true;
  }

  /** Links from mails and invitations are the person's as well: they are outside the console. */
  private static boolean isPersonal(HttpServletRequest request, boolean reads) {
    var path = route(request);
    return !reads && !path.startsWith("/console/")
        || PERSONAL.stream().anyMatch(own -> (path + "/").startsWith(own + "/"));
  }

  /** The pattern that the handler was found by, however the address was written. */
  private static String route(HttpServletRequest request) {
    return String.valueOf(request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE));
  }
}
