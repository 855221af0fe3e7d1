package dev.freehold.kernel.http;

import jakarta.servlet.http.HttpServletRequest;

/** Shows a problem to a person; the console implements it. */
public interface ErrorPages {

  /** An HTML page. */
  String render(HttpServletRequest request, Problem problem);
}
