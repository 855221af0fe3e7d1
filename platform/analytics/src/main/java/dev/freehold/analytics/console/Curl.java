package dev.freehold.analytics.console;

/** The commands that empty pages show, ready to paste with a key in the environment. */
final class Curl {

  private Curl() {}

  static String event(String url) {
    return post(
        url + "/v1/events",
        """
        [{"event_id": "'$(uuidgen)'", "name": "page_view", "person_id": "u-1",
              "url": "https://shop.example/pricing"}]""");
  }

  static String usage(String url) {
    return post(
        url + "/v1/usage",
        """
        [{"request_id": "'$(uuidgen)'", "type": "chat", "model": "large-1", "user_id": "u-1",
              "input_tokens": 1200, "output_tokens": 340, "cost": "8700000"}]""");
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
