package dev.freehold.kernel.console;

import dev.freehold.kernel.http.ErrorPages;
import dev.freehold.kernel.http.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Errors as pages: what happened, why, and what to do now. */
final class ErrorScreens implements ErrorPages {

  private static final Logger log = LoggerFactory.getLogger(ErrorScreens.class);
  private static final String HOME = "/console";

  private record Advice(String title, String next, String href) {}

  private final Console console;

  ErrorScreens(Console console) {
    this.console = console;
  }

  @Override
  public String render(HttpServletRequest request, Problem problem) {
    var advice = advice(request, problem);
    var values = new HashMap<String, Object>();
    values.put("detail", problem.detail());
    values.put("next", advice.next());
    values.put("href", advice.href());
    if (problem.status() >= 500 && problem.requestId() != null) {
      values.put("requestId", problem.requestId());
    }
    return console.render("shell/error.jte", frame(request, advice.title()), values);
  }

  private Frame frame(HttpServletRequest request, String title) {
    try {
      return console.frame(request, title, List.of(), null);
    } catch (RuntimeException e) {
      // The page about a broken store must not need the store.
      log.debug("an error page without its frame", e);
      return console.plainFrame(request, title);
    }
  }

  private static Advice advice(HttpServletRequest request, Problem problem) {
    if (problem.code().equals("maintenance")) {
      return new Advice("Closed for maintenance", "Try again", address(request));
    }
    if (problem.code().equals("tenant_suspended")) {
      return new Advice("Suspended", "Log in to another organisation", "/login");
    }
    return switch (problem.status()) {
      case 401 -> new Advice("Log in first", "Log in", "/login?next=" + encode(address(request)));
      case 403 -> new Advice("Not allowed", "Back to the console", HOME);
      case 404 -> new Advice("Not found", "Back to the console", HOME);
      case 429 -> new Advice("Too many attempts", "Try again", address(request));
      case 503 -> new Advice("Not available right now", "Try again", address(request));
      default ->
          problem.status() >= 500
              ? new Advice("Something broke on our side", "Try again", address(request))
              : new Advice(problem.title().replaceAll("\\.$", ""), "Back to the console", HOME);
    };
  }

  /** Where to go again: only a GET can be repeated by a link. */
  private static String address(HttpServletRequest request) {
    if (!request.getMethod().equals("GET")) {
      return HOME;
    }
    var query = request.getQueryString();
    return request.getRequestURI() + (query == null ? "" : "?" + query);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
