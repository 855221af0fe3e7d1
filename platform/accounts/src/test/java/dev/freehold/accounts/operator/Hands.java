package dev.freehold.accounts.operator;

import dev.freehold.accounts.AccountsWorld;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The operator of a world, and others, at the API and at the console. */
final class Hands {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final JsonMapper JSON = new JsonMapper();

  final AccountsWorld world;

  Hands(AccountsWorld world) {
    this.world = world;
  }

  static Hands ofOperator(AccountsWorld world) {
    world.signUps.createOperator(AccountsWorld.signUp("house"));
    return new Hands(world);
  }

  /** The token of a new session of the console. */
  String session(String slug) {
    return world.sessions.signIn(
        AccountsWorld.email(slug), AccountsWorld.PASSWORD, UUID.randomUUID().toString());
  }

  /** A new pair of tokens for the API. */
  JsonNode tokens(String slug) {
    var answer =
        ask(
            "POST",
            "/v1/tokens",
            null,
            "{\"email\": \"%s\", \"password\": \"%s\"}"
                .formatted(AccountsWorld.email(slug), AccountsWorld.PASSWORD));
    return json(answer);
  }

  String accessToken(String slug) {
    return tokens(slug).path("access_token").asString();
  }

  HttpResponse<String> ask(
      String method, String path, @Nullable String bearer, @Nullable String body) {
    var request =
        HttpRequest.newBuilder(URI.create(world.url() + path))
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .header("Content-Type", "application/json");
    if (bearer != null) {
      request.header("Authorization", "Bearer " + bearer);
    }
    return send(request);
  }

  /** A page, or a form that is sent. */
  HttpResponse<String> visit(String path, String session, @Nullable String form) {
    var request =
        HttpRequest.newBuilder(URI.create(world.url() + path))
            .header("Cookie", "fh_session=" + session)
            .header("Content-Type", "application/x-www-form-urlencoded");
    if (form != null) {
      request.POST(BodyPublishers.ofString(form));
    }
    return send(request);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return CLIENT.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static JsonNode json(HttpResponse<String> answer) {
    return JSON.readTree(answer.body());
  }

  static String code(HttpResponse<String> answer) {
    return json(answer).path("code").asString();
  }
}
