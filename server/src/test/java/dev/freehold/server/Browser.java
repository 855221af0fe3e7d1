package dev.freehold.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.server.RouteFiller.Filled;
import dev.freehold.server.TestServer.Answer;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Asks for pages and sends forms as a browser does that is signed in. */
final class Browser {

  private static final TestServer SERVER = TestServer.running();
  private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

  private Browser() {}

  static Answer visit(Route route, Filled request, String session) {
    return route.method().equals("GET")
        ? SERVER.send("GET", request.path(), Map.of("Cookie", "fh_session=" + session), null)
        : SERVER.send(route.method(), request.path(), form(session), "");
  }

  /** What a browser sends along with a form: both cookies and the form's token. */
  static Map<String, String> form(String session) {
    var cookie = "fh_session=" + session;
    var page = SERVER.send("GET", "/console/search", Map.of("Cookie", cookie), null);
    var token = CSRF.matcher(page.body());
    assertThat(token.find()).as(page.body()).isTrue();
    var headers = new HashMap<String, String>();
    headers.put(
        "Cookie",
        cookie
            + "; "
            + page.response().headers().allValues("Set-Cookie").stream()
                .filter(set -> set.startsWith("fh_csrf="))
                .map(set -> set.substring(0, set.indexOf(';')))
                .findFirst()
                .orElseThrow());
    headers.put("X-XSRF-TOKEN", token.group(1));
    headers.put("Content-Type", "application/x-www-form-urlencoded");
    return headers;
  }
}
