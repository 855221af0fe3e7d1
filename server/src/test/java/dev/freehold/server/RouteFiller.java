package dev.freehold.server;

import static org.assertj.core.api.Assertions.fail;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ValueConstants;

/**
 * Makes requests of routes, about the things that one tenant has. A route with an id, a parameter
 * or a body that is not known here fails: whoever adds it says here what a tenant's own looks like.
 */
final class RouteFiller {

  /**
   * A request.
   *
   * @param named the ids of the tenant's things that it asks for
   */
  record Filled(String path, @Nullable String body, List<String> named) {}

  private static final Pattern VARIABLE = Pattern.compile("\\{([^}]+)}");

  /** What a variable of a path or a parameter stands for, by what precedes it. */
  private static final Map<String, Function<Content, String>> OWN = own();

  private static final Map<String, String> PLAIN =
      Map.of(
          "permission",
          "attribution.links:write",
          "model",
          "linear",
          "key",
          "autumn",
          "email",
          "a@b.example",
          "password",
          "wrong",
          "by",
          "name",
          "step",
          "up");

  /** The body of an operation, about the tenant's own things. */
  private static final Map<String, Function<Content, String>> BODIES = bodies();

  private static Map<String, Function<Content, String>> bodies() {
    var bodies = new LinkedHashMap<String, Function<Content, String>>();
    bodies.put(
        "createApiKey",
        content ->
            "{\"name\": \"Shop\", \"scopes\": [\"accounts.tenant:read\"], \"project_id\": \"%s\"}"
                .formatted(content.projectId()));
    bodies.put("updateTenantSettings", content -> "{\"locale\": \"fr\"}");
    bodies.put("setTenantLogo", content -> Content.LOGO);
    bodies.put("claimDomain", content -> "{\"host\": \"planted.example\"}");
    bodies.put("createProject", content -> "{\"name\": \"Planted\"}");
    bodies.put("updateProject", content -> "{\"name\": \"Renamed\"}");
    bodies.put("createRole", content -> "{\"name\": \"Planted\", \"permissions\": []}");
    bodies.put("updateRole", content -> "{\"name\": \"Renamed\", \"permissions\": []}");
    bodies.put(
        "giveGrant",
        content ->
            """
            {"subject_id": "%s", "resource_kind": "attribution.app", "resource_id": "%s",
             "permissions": ["attribution.links:read"]}
            """
                .formatted(content.owner().keyId(), content.appId()));
    bodies.put("updateMember", content -> "{\"role\": \"viewer\"}");
    bodies.put(
        "createInvitation",
        content -> "{\"email\": \"planted@evil.example\", \"role\": \"viewer\"}");
    bodies.put("resendInvitation", content -> "");
    bodies.put("setSecondFactorRule", content -> "{\"required\": false}");
    bodies.put("setEmailDomains", content -> "{\"domains\": []}");
    bodies.put("setSetting", content -> "{\"value\": \"open\"}");
    bodies.put("suspendTenant", content -> "{\"reason\": \"planted\"}");
    bodies.put("removeTenant", content -> "{\"reason\": \"planted\"}");
    bodies.put("setKeyLimits", content -> "{\"per_second\": 4000}");
    bodies.put(
        "setIdentityProvider",
        content ->
            """
            {"issuer": "https://login.evil.example", "client_id": "planted",
             "client_secret": "planted", "default_role": "viewer", "enforced": false,
             "trusts_second_factor": true}
            """);
    bodies.put("claimSsoDomain", content -> "{\"domain\": \"evil.example\"}");
    bodies.put("updateTenant", content -> "{\"name\": \"Renamed\"}");
    bodies.put(
        "createApp",
        content ->
            """
            {"name": "Shop", "platform": "web", "currency": "EUR", "project_id": "%s"}
            """
                .formatted(content.projectId()));
    bodies.put("updateApp", content -> "{\"name\": \"Renamed\"}");
    bodies.put(
        "createLink",
        content ->
            """
            {"app_id": "%s", "name": "Mail", "destination": "https://shop.example/",
             "channel": "email", "campaign": "autumn"}
            """
                .formatted(content.appId()));
    bodies.put("updateLink", content -> "{\"name\": \"Renamed\"}");
    bodies.put("rollApiKey", content -> "{\"overlap_seconds\": 60}");
    bodies.put("verifyKey", content -> "{\"key\": \"%s\"}".formatted(content.owner().key()));
    bodies.put("setRetention", content -> "{\"rows\": 10000}");
    bodies.put(
        "sendEvents", content -> content.event("click", "planted", Instant.now().toString()));
    bodies.put(
        "createSite", content -> "{\"name\": \"Shop\", \"origins\": [\"https://shop.example\"]}");
    bodies.put("createQuestion", content -> BoardContent.QUESTION.formatted("Kept", "click"));
    bodies.put("updateQuestion", content -> "{\"name\": \"Renamed\"}");
    bodies.put(
        "createDashboard",
        content -> BoardContent.DASHBOARD.formatted("Team", content.boards().questionId()));
    bodies.put("updateDashboard", content -> "{\"name\": \"Renamed\"}");
    bodies.put("updateSite", content -> "{\"name\": \"Renamed\"}");
    bodies.put(
        "trackEvents",
        content -> "{\"name\": \"opened\", \"person_id\": \"%s\"}".formatted(content.userId()));
    bodies.put("recordUsage", content -> "{\"request_id\": \"planted\", \"type\": \"chat\"}");
    bodies.put(
        "recordMcpUsage",
        content ->
            "{\"call_id\": \"planted\", \"tool\": \"search\","
                + " \"server_id\": \"00000000-0000-7000-8000-000000000001\"}");
    bodies.put(
        "createCohort",
        content -> "{\"name\": \"Buyers\", \"definition\": {\"did\": [{\"event\": \"pay\"}]}}");
    bodies.put(
        "askTrends",
        content -> "{\"series\": [{}], \"cohort\": \"%s\"}".formatted(content.cohortId()));
    bodies.put(
        "askFunnel",
        content ->
            "{\"steps\": [{}, {}], \"breakdown\": \"name\", \"cohort\": \"%s\"}"
                .formatted(content.cohortId()));
    bodies.put("askRetention", content -> "{\"cohort\": \"%s\"}".formatted(content.cohortId()));
    bodies.put("askPaths", content -> "{\"at\": \"%s\"}".formatted(content.owner().name()));
    return bodies;
  }

  private static Map<String, Function<Content, String>> own() {
    var own = new LinkedHashMap<String, Function<Content, String>>();
    own.put("/v1/api-keys/{id}", content -> content.owner().keyId().toString());
    own.put("/v1/domains/{id}", Content::domainId);
    own.put("/console/domains/{id}", Content::domainId);
    own.put("/v1/projects/{id}", Content::projectId);
    own.put("/console/projects/{id}", Content::projectId);
    own.put("/console/operator/links/{id}", Content::jobId); // a link is of no tenant
    own.put("/v1/operator/settings/{name}", content -> "sign_up");
    own.put("/v1/operator/tenants/{id}", content -> content.owner().tenantId().toString());
    own.put("/console/operator/tenants/{id}", content -> content.owner().tenantId().toString());
    own.put("/v1/roles/{id}", Content::roleId);
    own.put("/console/roles/{id}", Content::roleId);
    own.put("/v1/access/grants/{id}", Content::grantId);
    own.put("/console/access/grants/{id}", Content::grantId);
    own.put("subject", content -> content.owner().keyId().toString());
    own.put("resource", Content::appId);
    own.put("/v1/members/{id}", Content::memberId);
    own.put("/console/members/{id}", Content::memberId);
    own.put("/v1/invitations/{id}", Content::invitationId);
    own.put("/console/invitations/{id}", Content::invitationId);
    own.put("/v1/sso/domains/{id}", content -> content.sso().domainId());
    own.put("/console/sso/domains/{id}", content -> content.sso().domainId());
    own.put("/v1/jobs/{id}", Content::jobId);
    own.put("/v1/analytics/retention/{stream}", content -> "usage_events");
    own.put("/v1/analytics/sites/{id}", Content::siteId);
    own.put("/v1/analytics/people/{person_id}", Content::userId);
    own.put("/console/analytics/sites/{id}", Content::siteId);
    own.put("/console/analytics/cohorts/{id}", Content::cohortId);
    own.put("/v1/analytics/questions/{id}", content -> content.boards().questionId());
    own.put("/v1/analytics/dashboards/{id}", content -> content.boards().dashboardId());
    own.put("/console/analytics/questions/{id}", content -> content.boards().questionId());
    own.put("/console/analytics/dashboards/{id}", content -> content.boards().dashboardId());
    own.put("question", content -> content.boards().questionId());
    own.put("/v1/attribution/apps/{id}", Content::appId);
    own.put("/v1/attribution/links/{id}", Content::linkId);
    own.put("/v1/attribution/conversions/{event_id}", Content::eventId);
    own.put("/v1/attribution/users/{user_id}", Content::userId);
    own.put("/v1/analytics/cohorts/{id}", Content::cohortId);
    own.put("cohort", Content::cohortId);
    own.put("/console/keys/{id}", content -> content.owner().keyId().toString());
    own.put("/console/attribution/apps/{id}", Content::appId);
    own.put("/console/attribution/links/{id}", Content::linkId);
    own.put("/console/attribution/erasures/{id}", Content::jobId);
    own.put("stream", content -> "usage_events");
    own.put("app_id", Content::appId);
    own.put("app", Content::appId);
    own.put("event_id", Content::eventId);
    own.put("user_id", Content::userId);
    own.put("tenant", content -> content.owner().tenantId().toString());
    return own;
  }

  private RouteFiller() {}

  /**
   * @param optional whether to name the tenant's things also where the route does not insist
   */
  static Filled fill(Route route, Content content, boolean optional) {
    var named = new ArrayList<String>();
    var path = new StringBuilder();
    var variables = VARIABLE.matcher(route.pattern());
    while (variables.find()) {
      var until = route.pattern().substring(0, variables.end());
      var value = known(until, route).apply(content);
      named.add(value);
      variables.appendReplacement(path, value);
    }
    variables.appendTail(path);
    var query = query(route, content, optional, named);
    var body = body(route, content);
    for (var id :
        List.of(
            content.projectId(),
            content.appId(),
            content.cohortId(),
            content.boards().questionId())) {
      if (body != null && body.contains(id)) {
        named.add(id);
      }
    }
    return new Filled(path + (query.isEmpty() ? "" : "?" + query), body, named);
  }

  private static String query(Route route, Content content, boolean optional, List<String> named) {
    var query = new ArrayList<String>();
    for (var parameter : route.handler().getMethodParameters()) {
      var annotation = parameter.getParameterAnnotation(RequestParam.class);
      if (annotation == null || parameter.getParameterType() == Map.class) {
        continue;
      }
      var name = name(parameter, annotation);
      var isRequired =
          annotation.required() && annotation.defaultValue().equals(ValueConstants.DEFAULT_NONE);
      if (OWN.containsKey(name) && (isRequired || optional)) {
        var value = known(name, route).apply(content);
        named.add(value);
        query.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
      } else if (isRequired) {
        query.add(name + "=" + plain(name, route));
      }
    }
    return String.join("&", query);
  }

  private static String name(MethodParameter parameter, RequestParam annotation) {
    if (!annotation.name().isEmpty()) {
      return annotation.name();
    }
    return Arrays.stream(parameter.getExecutable().getParameters())
        .toList()
        .get(parameter.getParameterIndex())
        .getName();
  }

  private static @Nullable String body(Route route, Content content) {
    var body = BODIES.get(route.operation());
    // A PUT may be the act itself, such as an archive, and has no body then.
    var mayTakeNone = !List.of("POST", "PATCH").contains(route.method());
    if (!route.pattern().startsWith("/v1/") || (body == null && mayTakeNone)) {
      return null;
    }
    return body == null
        ? fail(route + " takes a body that RouteFiller does not know; add it to BODIES")
        : body.apply(content);
  }

  private static Function<Content, String> known(String name, Route route) {
    var known = OWN.get(name);
    return known == null
        ? fail(route + " takes " + name + ", which RouteFiller does not know; add it to OWN")
        : known;
  }

  private static String plain(String name, Route route) {
    var known = PLAIN.get(name);
    return known == null
        ? fail(route + " takes " + name + ", which RouteFiller does not know; add it to PLAIN")
        : known;
  }
}
