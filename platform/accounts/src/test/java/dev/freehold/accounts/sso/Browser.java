package dev.freehold.accounts.sso;

import dev.freehold.provider.TestProvider;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A browser as far as a login needs one: it keeps cookies, follows redirects and sends forms.
 *
 * @param url where Freehold listens; it believes to be at {@code http://localhost}
 */
final class Browser {

  private static final String BELIEVED = "http://localhost/";
  private static final int REPEAT = 307;
  private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

  /** Where it stands. */
  record Page(URI address, int status, String text) {}

  private final HttpClient http = HttpClient.newHttpClient();
  private final String url;
  final Map<String, String> cookies = new LinkedHashMap<>();

  Browser(String url) {
    this.url = url;
  }

  Page open(String path) {
    return follow(send("GET", URI.create(url + path), null));
  }

  Page submit(String path, Map<String, String> form) {
    var answer = send("POST", URI.create(url + path), form);
    var next = target(answer);
    return next != null && answer.statusCode() == REPEAT
        ? follow(send("POST", next, form))
        : follow(answer);
  }

  /** Begins at the tenant's link, logs in at the provider and comes back. */
  Page logIn(String slug, String subject) {
    return atProvider(open("/login/sso/" + slug), subject);
  }

  /** Fills in the provider's own form, if it is the page. */
  Page atProvider(Page form, String subject) {
    return follow(answered(form, subject));
  }

  /** The same up to the redirect that leads back, which is not followed. */
  URI wayBack(Page form, String subject) {
    var answer = answered(form, subject);
    while (true) {
      var next = target(answer);
      if (next == null || next.toString().startsWith(url + "/login/sso/callback/")) {
        return java.util.Objects.requireNonNull(next);
      }
      answer = send("GET", next, null);
    }
  }

  private HttpResponse<String> answered(Page form, String subject) {
    var token = CSRF.matcher(form.text());
    if (!token.find()) {
      throw new AssertionError("no login form: " + form);
    }
    return send(
        "POST",
        form.address(),
        Map.of("username", subject, "password", TestProvider.PASSWORD, "_csrf", token.group(1)));
  }

  Page go(URI address) {
    return follow(send("GET", address, null));
  }

  private Page follow(HttpResponse<String> answer) {
    var at = answer;
    for (int hops = 0; hops < 20; hops++) {
      var next = target(at);
      if (next == null) {
        return new Page(at.uri(), at.statusCode(), at.body());
      }
      at = send("GET", next, null);
    }
    throw new AssertionError("goes on for ever: " + at.uri());
  }

  private @Nullable URI target(HttpResponse<String> answer) {
    return answer
        .headers()
        .firstValue("Location")
        .map(
            location ->
                answer
                    .uri()
                    .resolve(
                        location.startsWith(BELIEVED)
                            ? url + "/" + location.substring(BELIEVED.length())
                            : location))
        .orElse(null);
  }

  private HttpResponse<String> send(
      String method, URI address, @Nullable Map<String, String> form) {
    var request = HttpRequest.newBuilder(address).header("Accept", "text/html");
    if (!cookies.isEmpty()) {
      request.header(
          "Cookie",
          cookies.entrySet().stream()
              .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
              .collect(Collectors.joining("; ")));
    }
    request.method(
        method,
        form == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(encoded(form)));
    if (form != null) {
      request.header("Content-Type", "application/x-www-form-urlencoded");
    }
    try {
      var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      for (var set : answer.headers().allValues("Set-Cookie")) {
        var pair = set.substring(0, set.indexOf(';')).split("=", 2);
        if (pair[1].isEmpty()) {
          cookies.remove(pair[0]);
        } else {
          cookies.put(pair[0], pair[1]);
        }
      }
      return answer;
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(
            field ->
                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}
