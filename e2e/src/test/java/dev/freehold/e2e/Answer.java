package dev.freehold.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.http.HttpHeaders;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the program answered, and how long that took. */
record Answer(int status, HttpHeaders headers, byte[] body, Duration time) {

  static final JsonMapper JSON = new JsonMapper();

  String text() {
    return new String(body, UTF_8);
  }

  JsonNode json() {
    return JSON.readTree(body);
  }

  /** The value of a field of the answer, or "" if it has none. */
  String field(String name) {
    return json().path(name).asString("");
  }

  /** The stable code of a problem, or "" if the answer is none. */
  String code() {
    return isProblem() ? field("code") : "";
  }

  boolean isProblem() {
    return header("Content-Type").startsWith("application/problem+json");
  }

  boolean isSuccess() {
    return status / 100 == 2;
  }

  String header(String name) {
    return headers.firstValue(name).orElse("");
  }

  @Override
  public String toString() {
    return status + " " + text();
  }
}
