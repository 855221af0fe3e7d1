package dev.freehold.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL goes away under load and comes back. */
class FaultsTest {

  private static final Duration LIMIT = Duration.ofMinutes(3);

  private static @Nullable Program server;
  private static @Nullable Api tenant;
  private static String app = "";

  @BeforeAll
  static void serve(@TempDir Path folder) {
    var data = folder.resolve("data");
    var acme = Seeded.acme(data);
    server = Program.serve(data).ready();
    tenant = new Api(server.url(), acme.apiKey());
    app = acme.appId();
  }

  @AfterAll
  static void stop() {
    server().close();
  }

  @Test
  void whilePostgresIsAwayRequestsAnswer503AndThenRecoverByThemselves() {
    var api = api();
    try (var reads = new Load(() -> api.get("/v1/attribution/apps"));
        var writes = new Load(() -> api.post("/v1/attribution/links", link()));
        var events = new Load(() -> api.post(Api.EVENTS, List.of(Api.purchase(app, "same"))));
        var ready = new Load(() -> api.get("/health/ready"));
        var live = new Load(() -> api.get("/health/live"))) {
      var all = List.of(reads, writes, events, ready, live);
      await().atMost(LIMIT).until(() -> all.stream().allMatch(Load::runsWell));
      keepPostgresAwayUntil(
          () -> List.of(reads, writes, ready).stream().allMatch(load -> load.hasMet(503)));
      all.forEach(Load::startOver);
      await().atMost(LIMIT).until(() -> all.stream().allMatch(Load::runsWell));
      assertThat(List.of(reads, writes, events)).allSatisfy(Load::answeredSoonWellOr503);
      assertThat(ready.statuses()).containsOnly(200, 503);
      assertThat(live.statuses()).containsOnly(200);
    }
  }

  @Test
  void trackingLinksLeadOnWhilePostgresIsAway() {
    var address = "/t/" + api().post("/v1/attribution/links", link()).field("code");
    try (var clicks = new Load(() -> api().get(address));
        var ready = new Load(() -> api().get("/health/ready"))) {
      keepPostgresAwayUntil(
          () -> {
            if (!ready.hasMet(503)) {
              clicks.startOver();
            }
            return ready.hasMet(503) && clicks.runsWell();
          });
      ready.startOver();
      await().atMost(LIMIT).until(ready::runsWell);
      assertThat(clicks.statuses()).containsOnly(302);
      clicks.answeredSoonWellOr503();
    }
  }

  private static Map<String, Object> link() {
    return Map.of(
        "app_id", app,
        "name", "Newsletter",
        "destination", "https://shop.example/",
        "channel", "email",
        "campaign", "autumn");
  }

  /** Ends it again as often as it comes back. */
  private static void keepPostgresAwayUntil(BooleanSupplier seen) {
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              server().killPostgres();
              return seen.getAsBoolean();
            });
  }

  private static Program server() {
    return Objects.requireNonNull(server);
  }

  private static Api api() {
    return Objects.requireNonNull(tenant);
  }
}
