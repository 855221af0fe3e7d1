package dev.freehold.kernel.console;

import dev.freehold.kernel.access.Callers;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.HandlerInterceptor;

/** Leads those who are not logged in to the login, and from there back to where they wanted. */
final class LoginFirst implements HandlerInterceptor {

  @Override
  public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
      throws IOException {
    if (Callers.of(request) != null || !request.getMethod().equals("GET")) {
      return true;
    }
    if (request.getHeader("HX-Request") != null) {
      // A part of a page cannot show the login; htmx loads it as a page instead.
      response.setHeader("HX-Redirect", Address.of("/login", "next", current(request)));
      response.setStatus(HttpStatus.UNAUTHORIZED.value());
      return false;
    }
    var query = request.getQueryString();
    var wanted = request.getRequestURI() + (query == null ? "" : "?" + query);
    response.sendRedirect(Address.of("/login", "next", wanted));
    return false;
  }

  /** The page that the part belongs to. */
  private static String current(HttpServletRequest request) {
    var address = request.getHeader("HX-Current-URL");
    int path = address == null ? -1 : address.indexOf("/console");
    return path < 0 ? "/console" : address.substring(path);
  }
}
