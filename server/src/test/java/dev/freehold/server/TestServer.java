package dev.freehold.server;

import dev.freehold.kernel.db.PgBouncer;
import dev.freehold.kernel.db.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The whole program over real stores, started once a JVM and asked over HTTP. With the property
 * {@code freehold.test.pgbouncer} it reaches PostgreSQL through one connection a login.
 */
public final class TestServer {

  private static final JsonMapper JSON = new JsonMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final boolean BOUNCED = Boolean.getBoolean("freehold.test.pgbouncer");
  private static final TestServer ONE = new TestServer();

  private final TestDatabase database = TestDatabase.migrated();
  private final RunningServer server = RunningServer.start(settings(database));

  /** What came back. */
  record Answer(int status, String body, HttpResponse<String> response) {

    JsonNode json() {
      return JSON.readTree(body);
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  private TestServer() {}

  static TestServer running() {
    return ONE;
  }

  private static Map<String, Object> settings(TestDatabase database) {
    var settings = new HashMap<String, Object>();
    var where = database.settings();
    settings.put("freehold.data", temporaryFolder());
    settings.put("freehold.database.url", BOUNCED ? bouncer(database) : where.url());
    settings.put("freehold.database.owner-url", where.ownerUrl());
    settings.put("freehold.domains.dns-server", "127.0.0.1:1");
    settings.put("freehold.outbound.name-server", "127.0.0.1:1");
    Map.of("application", where.application(), "platform", where.platform(), "owner", where.owner())
        .forEach(
            (role, login) -> {
              settings.put("freehold.database." + role + ".user", login.user());
              settings.put("freehold.database." + role + ".password", login.password());
            });
    settings.put("server.port", 0);
    settings.put("management.server.port", 0);
    settings.put("logging.structured.format.console", "");
    settings.put("logging.level.root", "warn");
    return settings;
  }

  private static String bouncer(TestDatabase database) {
    try {
      var bouncer = PgBouncer.before(database, Path.of(temporaryFolder()));
      Runtime.getRuntime().addShutdownHook(new Thread(bouncer::stop));
      return bouncer.url(database);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String temporaryFolder() {
    try {
      return Files.createTempDirectory("freehold").toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isBounced() {
    return BOUNCED;
  }

  TestDatabase database() {
    return database;
  }

  <T> T bean(Class<T> type) {
    return server.bean(type);
  }

  <T> Collection<T> beans(Class<T> type) {
    return server.beans(type);
  }

  /** A request of the API, with a key or without one. */
  Answer ask(String method, String path, @Nullable String key, @Nullable String body) {
    var headers = new HashMap<String, String>();
    if (key != null) {
      headers.put("Authorization", "Bearer " + key);
    }
    if (body != null) {
      headers.put("Content-Type", "application/json");
    }
    return send(method, path, headers, body);
  }

  /** Any request, without following where the answer leads to. */
  Answer send(String method, String path, Map<String, String> headers, @Nullable String body) {
    var request =
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    headers.forEach(request::header);
    try {
      var response = HTTP.send(request.build(), BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body(), response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
