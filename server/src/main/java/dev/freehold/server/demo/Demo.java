package dev.freehold.server.demo;

import dev.freehold.accounts.Role;
import dev.freehold.accounts.keys.ApiKeys;
import dev.freehold.accounts.sessions.SignUps;
import dev.freehold.kernel.Actor;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Permissions;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;

/** Fills an installation with two tenants; every step can be repeated after a crash. */
public final class Demo {

  private static final String OPERATOR = "operator@demo.example";
  private static final int BATCH = 1_000;
  private static final String CURRENCY = "EUR";

  private final SignUps signUps;
  private final ApiKeys keys;
  private final Permissions permissions;
  private final Supplier<String> password;
  private final PrintStream out;
  private final boolean terminal;

  /** The parts of a running server that the demo uses besides its public API. */
  public Demo(
      SignUps signUps,
      ApiKeys keys,
      Permissions permissions,
      Supplier<String> password,
      PrintStream out,
      boolean terminal) {
    this.signUps = signUps;
    this.keys = keys;
    this.permissions = permissions;
    this.password = password;
    this.out = out;
    this.terminal = terminal;
  }

  /**
   * Makes what is missing under the folder and prints the credit; does nothing the second time.
   *
   * @param url where the server listens
   */
  public void prepare(Path folder, String url) {
    var file = folder.resolve("demo-plan.json");
    var plan = DemoPlan.read(file);
    if (plan == null) {
      plan = newPlan();
      plan.write(file);
    }
    if (!plan.sent()) {
      plan = accounts(plan, file, url);
      writeDescription(folder, url, plan);
      for (var tenant : plan.tenants()) {
        sendJourneys(plan, tenant, url);
        sendProductEvents(plan, tenant, url);
        sendUsage(plan, tenant, url);
      }
      plan = new DemoPlan(plan.end(), plan.operatorPassword(), plan.tenants(), true);
      plan.write(file);
    }
    writeDescription(folder, url, plan);
    report(plan, url);
  }

  private DemoPlan newPlan() {
    return new DemoPlan(
        Instant.now(),
        password.get(),
        List.of(
            new DemoPlan.Tenant(
                "acme", "Acme Shoes", "owner@acme.example", password.get(), 11, null, null),
            new DemoPlan.Tenant(
                "globex", "Globex Travel", "owner@globex.example", password.get(), 29, null, null)),
        false);
  }

  private DemoPlan accounts(DemoPlan plan, Path file, String url) {
    if (!signUps.hasOperator()) {
      var unused =
          signUps.createOperator(
              new SignUps.SignUp(
                  OPERATOR, "Operator", plan.operatorPassword(), "Operator", "operator"));
    }
    var tenants = new ArrayList<DemoPlan.Tenant>();
    for (var tenant : plan.tenants()) {
      tenants.add(tenant.apiKey() == null ? account(tenant, url) : tenant);
    }
    var made = new DemoPlan(plan.end(), plan.operatorPassword(), tenants, false);
    made.write(file);
    return made;
  }

  private DemoPlan.Tenant account(DemoPlan.Tenant tenant, String url) {
    var owner =
        signUps.ensure(
            new SignUps.SignUp(
                tenant.email(), "Owner", tenant.password(), tenant.name(), tenant.slug()));
    for (var role : List.of(Role.MANAGER, Role.VIEWER)) {
      var name = role.name().toLowerCase(java.util.Locale.ROOT);
      signUps.ensureMember(
          owner.tenantId(), name + "@" + tenant.slug() + ".example", name, tenant.password(), role);
    }
    var caller = ownerOf(owner.tenantId(), owner.userId());
    var key = keys.create(caller, "Demo, all scopes", List.of("*"), null).key();
    try (var client = new DemoClient(url, key)) {
      return tenant.with(key, appWithLinks(client, tenant));
    }
  }

  private Caller ownerOf(UUID tenantId, UUID userId) {
    return new Caller(
        tenantId,
        new Actor(Actor.Kind.USER, userId, "Owner"),
        Role.OWNER.permissions(permissions),
        "demo",
        null);
  }

  private static String appWithLinks(DemoClient client, DemoPlan.Tenant tenant) {
    for (var app : client.get("/v1/attribution/apps", Map.of("limit", "1000")).path("rows")) {
      return app.path("id").asString();
    }
    var app =
        client.post(
            "/v1/attribution/apps",
            Map.of(
                "name",
                tenant.name() + " shop",
                "platform",
                "web",
                "currency",
                CURRENCY,
                "time_zone",
                "Europe/Berlin"));
    var appId = app.path("id").asString();
    for (var campaign : Journeys.CAMPAIGNS) {
      client.post(
          "/v1/attribution/links",
          Map.of(
              "app_id", appId,
              "name", campaign.name(),
              "destination", "https://" + tenant.slug() + ".example/start?ref={campaign}",
              "channel", campaign.channel(),
              "campaign", campaign.name()));
    }
    return appId;
  }

  private void sendJourneys(DemoPlan plan, DemoPlan.Tenant tenant, String url) {
    var journeys =
        new Journeys(String.valueOf(tenant.appId()), plan.end(), tenant.seed(), CURRENCY);
    var bar = new ProgressBar(out, terminal, "sending " + tenant.slug(), Journeys.PEOPLE);
    try (var client = new DemoClient(url, String.valueOf(tenant.apiKey()))) {
      var batch = new ArrayList<Map<String, Object>>();
      for (int person = 0; person < Journeys.PEOPLE; person++) {
        batch.addAll(journeys.of(person));
        if (batch.size() >= BATCH) {
          client.sendEvents(batch);
          batch.clear();
          bar.at(person);
        }
      }
      client.sendEvents(batch);
      bar.at(Journeys.PEOPLE);
    }
  }

  private void sendProductEvents(DemoPlan plan, DemoPlan.Tenant tenant, String url) {
    var product = new ProductEvents(tenant.slug(), plan.end(), tenant.seed());
    var bar =
        new ProgressBar(
            out, terminal, "sending " + tenant.slug() + " visits", ProductEvents.PEOPLE);
    try (var client = new DemoClient(url, String.valueOf(tenant.apiKey()))) {
      var batch = new ArrayList<Map<String, Object>>();
      for (int person = 0; person < ProductEvents.PEOPLE; person++) {
        batch.addAll(product.of(person));
        if (batch.size() >= BATCH) {
          client.send("/v1/events", batch);
          batch.clear();
          bar.at(person);
        }
      }
      client.send("/v1/events", batch);
      bar.at(ProductEvents.PEOPLE);
    }
  }

  private static void sendUsage(DemoPlan plan, DemoPlan.Tenant tenant, String url) {
    var usage = new ModelUsage(plan.end(), tenant.seed());
    try (var client = new DemoClient(url, String.valueOf(tenant.apiKey()))) {
      var uses = new ArrayList<Map<String, Object>>();
      var calls = new ArrayList<Map<String, Object>>();
      for (int use = 0; use < ModelUsage.USES; use++) {
        uses.add(usage.of(use));
        calls.addAll(usage.calls(use));
        if (uses.size() == BATCH) {
          client.send("/v1/usage", uses);
          client.send("/v1/usage/mcp", calls);
          uses.clear();
          calls.clear();
        }
      }
      client.send("/v1/usage", uses);
      client.send("/v1/usage/mcp", calls);
    }
  }

  private void report(DemoPlan plan, String url) {
    for (var tenant : plan.tenants()) {
      try (var client = new DemoClient(url, String.valueOf(tenant.apiKey()))) {
        CreditTable.ask(client, tenant, plan).print(out, tenant.name());
      }
    }
    out.printf(
        "%nsign in at %s/login as %s with the password %s%n",
        url, plan.tenants().getFirst().email(), plan.tenants().getFirst().password());
  }

  private static void writeDescription(Path folder, String url, DemoPlan plan) {
    var description = new LinkedHashMap<String, Object>();
    description.put("url", url);
    description.put("operator", Map.of("email", OPERATOR, "password", plan.operatorPassword()));
    description.put(
        "tenants",
        plan.tenants().stream()
            .map(
                tenant ->
                    Map.of(
                        "slug", tenant.slug(),
                        "email", tenant.email(),
                        "password", tenant.password(),
                        "api_key", String.valueOf(tenant.apiKey()),
                        "app_id", String.valueOf(tenant.appId())))
            .toList());
    DemoPlan.replace(
        folder.resolve("demo.json"),
        new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(description));
  }
}
