package dev.freehold.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.accounts.Role;
import dev.freehold.accounts.limits.Quota;
import dev.freehold.accounts.limits.TenantLimits;
import dev.freehold.server.TestServer.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What an organisation made through the API: something of every kind that a tenant can have. */
record Content(
    Organisation owner,
    String projectId,
    String domainId,
    String appId,
    String linkId,
    String siteId,
    String eventId,
    String userId,
    String jobId,
    String cohortId,
    String memberId,
    String invitationId,
    String roleId,
    String grantId,
    BoardContent boards,
    SsoContent sso) {

  /** One pixel. */
  static final String LOGO =
      "{\"image\": \"UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA\"}";

  static Content of(Organisation owner) {
    var name = owner.name();
    var project =
        made(
            owner,
            "/v1/projects",
            "{\"name\": \"%s\", \"settings\": {\"who\": \"%s\"}}".formatted(name, name));
    var domain = made(owner, "/v1/domains", "{\"host\": \"%s.example\"}".formatted(name));
    expect(
        owner,
        "PATCH",
        "/v1/tenant/settings",
        "{\"support_address\": \"%s@help.example\"}".formatted(name),
        200);
    expect(owner, "PUT", "/v1/tenant/logo", LOGO, 200);
    var app =
        made(
            owner,
            "/v1/attribution/apps",
            """
            {"name": "%s", "platform": "web", "currency": "EUR", "project_id": "%s"}
            """
                .formatted(name, project));
    var link =
        made(
            owner,
            "/v1/attribution/links",
            """
            {"app_id": "%s", "name": "%s", "destination": "https://%s.example/",
             "channel": "%s", "campaign": "%s"}
            """
                .formatted(app, name, name, name, name));
    var site =
        made(
            owner,
            "/v1/analytics/sites",
            """
            {"name": "%s", "origins": ["https://%s.example"]}
            """
                .formatted(name, name));
    var cohort =
        made(
            owner,
            "/v1/analytics/cohorts",
            """
            {"name": "%s", "definition": {"did": [{"event": "%s"}]}}
            """
                .formatted(name, name));
    var boards = BoardContent.of(owner, (path, body) -> made(owner, path, body));
    var member = owner.memberId(Role.MEMBER);
    var invitation =
        expect(
                owner,
                "POST",
                "/v1/invitations",
                "{\"email\": \"%s@invited.example\", \"role\": \"member\"}".formatted(name),
                201)
            .json()
            .path("invitation")
            .path("id")
            .asString();
    var role =
        made(
            owner,
            "/v1/roles",
            "{\"name\": \"%s\", \"permissions\": [\"attribution.links:read\"]}".formatted(name));
    var grant =
        made(
            owner,
            "/v1/access/grants",
            """
            {"subject_id": "%s", "resource_kind": "attribution.app", "resource_id": "%s",
             "permissions": ["attribution.links:write"]}
            """
                .formatted(owner.keyId(), app));
    var content =
        new Content(
            owner,
            project,
            domain,
            app,
            link,
            site,
            name + "-event",
            name + "-user",
            "",
            cohort,
            member,
            invitation,
            role,
            grant,
            boards,
            SsoContent.of(owner, (path, body) -> made(owner, path, body)));
    content.sendUsage();
    expect(owner, "PUT", "/v1/analytics/retention/usage_events", "{\"rows\": 10000}", 200);
    content.limit();
    House.visit(owner);
    content.send("click", content.eventId + "-click", Instant.now().minusSeconds(60));
    content.send("purchase", content.eventId, Instant.now());
    var erasure =
        expect(owner, "DELETE", "/v1/attribution/users/" + name + "-forgotten", "", 202).json();
    return new Content(
        owner,
        project,
        domain,
        app,
        link,
        site,
        content.eventId,
        content.userId,
        erasure.path("id").asString(),
        cohort,
        member,
        invitation,
        role,
        grant,
        boards,
        content.sso);
  }

  /** A limit of the key's own, and one that the operator gave the tenant. */
  private void limit() {
    var path = "/v1/api-keys/" + owner.keyId() + "/limits";
    expect(owner, "PUT", path, "{\"per_second\": 4999}", 200);
    TestServer.running()
        .bean(TenantLimits.class)
        .change(Organisation.operator(), owner.tenantId(), "standard", Quota.NONE, owner.name());
  }

  private void send(String type, String id, Instant occurredAt) {
    var answer =
        expect(
            owner, "POST", "/v1/attribution/events", event(type, id, occurredAt.toString()), 200);
    assertThat(answer.json().path("accepted").asInt()).as(answer.body()).isOne();
  }

  private void sendUsage() {
    var name = owner.name();
    for (var sent :
        Map.of(
                // Long enough ago that nothing live changes while tests run.
                "/v1/events",
                    "{\"name\": \"%s\", \"person_id\": \"%s\", \"program_id\": \"course\","
                        + " \"occurred_at\": \""
                        + Instant.now().minus(Duration.ofHours(49))
                        + "\"}",
                "/v1/usage",
                    "{\"request_id\": \"1\", \"type\": \"chat\", \"model\": \"%s\", \"user_id\": \"%s\"}",
                "/v1/usage/mcp",
                    "{\"call_id\": \"1\", \"server_id\": \"00000000-0000-7000-8000-000000000001\","
                        + " \"tool\": \"%s\", \"user_id\": \"%s\"}")
            .entrySet()) {
      expect(owner, "POST", sent.getKey(), sent.getValue().formatted(name, userId), 200);
    }
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
        projectId,
        domainId,
        appId,
        linkId,
        siteId,
        jobId,
        cohortId,
        memberId,
        invitationId,
        roleId,
        grantId,
        boards.questionId(),
        boards.dashboardId(),
        sso.providerId(),
        sso.domainId());
  }

  /** The same shape, with ids that nobody has. */
  static Content missing(Organisation owner) {
    return new Content(
        owner,
        id(),
        id(),
        id(),
        id(),
        id(),
        "no-such-event",
        "no-such-user",
        id(),
        id(),
        id(),
        id(),
        id(),
        id(),
        BoardContent.missing(),
        SsoContent.missing());
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
