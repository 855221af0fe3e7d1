package dev.freehold.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The API as a tenant's program calls it.
 *
 * @param key null for nobody
 */
record Api(String url, @Nullable String key) {

  static final String EVENTS = "/v1/attribution/events";

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(LIMIT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  Api withKey(@Nullable String other) {
    return new Api(url, other);
  }

  Answer get(String pathAndQuery) {
    return send(request(pathAndQuery).GET());
  }

  Answer post(String path, Object document) {
    return send("POST", path, document);
  }

  /** Sends a document as JSON by any method. */
  Answer send(String method, String path, Object document) {
    return send(json(method, path, document));
  }

  /** A request whose body is JSON. */
  HttpRequest.Builder json(String method, String path, Object document) {
    return request(path)
        .header("Content-Type", "application/json")
        .method(method, BodyPublishers.ofByteArray(Answer.JSON.writeValueAsBytes(document)));
  }

  /** A request with the key, for what the other methods do not offer. */
  HttpRequest.Builder request(String pathAndQuery) {
    var request = HttpRequest.newBuilder(URI.create(url + pathAndQuery)).timeout(LIMIT);
    return key == null ? request : request.header("Authorization", "Bearer " + key);
  }

  Answer send(HttpRequest.Builder request) {
    try {
      return trySend(request);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same for a program that may be killed meanwhile. */
  Answer trySend(HttpRequest.Builder request) throws IOException {
    try {
      var begun = System.nanoTime();
      var response = HTTP.send(request.build(), BodyHandlers.ofByteArray());
      return new Answer(
          response.statusCode(),
          response.headers(),
          response.body(),
          Duration.ofNanos(System.nanoTime() - begun));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Makes an app that counts purchases, and returns its id. */
  String newApp(String name) {
    return post(
            "/v1/attribution/apps",
            Map.of(
                "name",
                name,
                "platform",
                "web",
                "currency",
                "EUR",
                "conversion_types",
                List.of("purchase")))
        .field("id");
  }

  /** A purchase, complete and valid. */
  static Map<String, Object> purchase(String appId, String eventId) {
    return Map.of(
        "event_id",
        eventId,
        "app_id",
        appId,
        "type",
        "purchase",
        "user_id",
        "user-of-" + eventId,
        "occurred_at",
        Instant.now().toString(),
        "revenue",
        "1.00");
  }

  /** How many conversions an app has, as its credit report adds up. */
  long conversions(String appId) {
    var answer =
        get(
            "/v1/attribution/credit?model=linear&group_by=event_type&app_id="
                + appId
                + "&to="
                + Instant.now().plus(Duration.ofHours(1)));
    if (!answer.isSuccess()) {
      throw new IllegalStateException(answer.toString());
    }
    return StreamSupport.stream(answer.json().path("rows").spliterator(), false)
        .mapToLong(row -> row.path("conversions").decimalValue().longValueExact())
        .sum();
  }
}
