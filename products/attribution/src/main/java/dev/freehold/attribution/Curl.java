package dev.freehold.attribution;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The commands that empty pages show, ready to paste with a key in the environment. */
public final class Curl {

  private Curl() {}

  public static String app(String url) {
    return post(
        url + "/v1/attribution/apps",
        "{\"name\": \"Web shop\", \"platform\": \"web\", \"currency\": \"EUR\"}");
  }

  public static String link(String url, String app) {
    return post(
        url + "/v1/attribution/links",
        """
        {"app_id": "%s", "name": "Spring mail", "channel": "email",
              "campaign": "spring", "destination": "https://shop.example/spring"}"""
            .formatted(app));
  }

  public static String event(String url, UUID app, String type, @Nullable String revenue) {
    return post(
        url + "/v1/attribution/events",
        """
        [{"event_id": "'$(uuidgen)'", "app_id": "%s", "type": "%s", "user_id": "u-1",
              "occurred_at": "'$(date -u +%%FT%%TZ)'"%s}]"""
            .formatted(app, type, revenue == null ? "" : ", \"revenue\": \"" + revenue + "\""));
  }

  private static String post(String address, String body) {
    return """
        curl %s \\
          -H "Authorization: Bearer $FREEHOLD_KEY" \\
          -H "Content-Type: application/json" \\
          -d '%s'"""
        .formatted(address, body);
  }
}
