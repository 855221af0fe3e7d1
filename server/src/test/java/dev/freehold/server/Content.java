package dev.freehold.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.server.TestServer.Answer;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What an organisation made through the API: something of every kind that a tenant can have. */
record Content(
    Organisation owner, String appId, String linkId, String eventId, String userId, String jobId) {

  static Content of(Organisation owner) {
    var name = owner.name();
    var app =
        made(
            owner,
            "/v1/attribution/apps",
            """
            {"name": "%s", "platform": "web", "currency": "EUR"}
            """
                .formatted(name));
    var link =
        made(
            owner,
            "/v1/attribution/links",
            """
            {"app_id": "%s", "name": "%s", "destination": "https://%s.example/",
             "channel": "%s", "campaign": "%s"}
            """
                .formatted(app, name, name, name, name));
    var content = new Content(owner, app, link, name + "-event", name + "-user", "");
    content.send("click", content.eventId + "-click", Instant.now().minusSeconds(60));
    content.send("purchase", content.eventId, Instant.now());
    var erasure =
        expect(owner, "DELETE", "/v1/attribution/users/" + name + "-forgotten", "", 202).json();
    return new Content(
        owner, app, link, content.eventId, content.userId, erasure.path("id").asString());
  }

  private void send(String type, String id, Instant occurredAt) {
    var answer =
        expect(
            owner, "POST", "/v1/attribution/events", event(type, id, occurredAt.toString()), 200);
    assertThat(answer.json().path("accepted").asInt()).as(answer.body()).isOne();
  }

  String event(String type, String id, String occurredAt) {
    return """
    [{"event_id": "%s", "app_id": "%s", "type": "%s", "user_id": "%s", "occurred_at": "%s",
      "campaign": "%s", "channel": "%s"}]
    """
        .formatted(id, appId, type, userId, occurredAt, owner.name(), owner.name());
  }

  /** The ids of what is here, which no other tenant may ever be shown. */
  Set<String> ids() {
    return Set.of(
        owner.tenantId().toString(),
        owner.ownerId().toString(),
        owner.keyId().toString(),
        appId,
        linkId,
        jobId);
  }

  /** The same shape, with ids that nobody has. */
  static Content missing(Organisation owner) {
    return new Content(owner, id(), id(), "no-such-event", "no-such-user", id());
  }

  private static String id() {
    return UUID.randomUUID().toString();
  }

  private static String made(Organisation owner, String path, String body) {
    return expect(owner, "POST", path, body, 201).json().path("id").asString();
  }

  private static Answer expect(
      Organisation owner, String method, String path, String body, int status) {
    var headers =
        Map.of(
            "Authorization",
            "Bearer " + owner.key(),
            "Content-Type",
            "application/json",
            "Idempotency-Key",
            UUID.randomUUID().toString());
    var answer = TestServer.running().send(method, path, headers, body);
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    return answer;
  }
}
