package dev.freehold.attribution;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.jobs.Job;
import dev.freehold.kernel.jobs.Jobs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ErasuresTest {

  private static final AttributionServer SERVER = AttributionServer.running();

  private final AttributionServer.Tenant tenant = SERVER.newTenant();
  private final App app = SERVER.newApp(tenant);
  private final Instant now = Instant.now();

  /** Names that appear nowhere else in the files, so that finding none means none is left. */
  private final String anna = "anna-" + UUID.randomUUID();

  private final String berta = "berta-" + UUID.randomUUID();

  @Test
  void nothingOfAPersonIsLeftInAnyFile() {
    send(
        app,
        tenant,
        new Sent(app)
            .click("click-" + anna, anna, now.minusSeconds(60), "autumn")
            .purchase("buy-" + anna, anna, now, "1.00")
            .add(Sent.event(app, "open-" + anna, "open", anna, now, "properties", Map.of("a", 1)))
            .click("click-" + berta, berta, now, "autumn"));
    assertThat(filesWith(anna)).as("the search finds what is there").isNotEmpty();
    var job = erase(tenant, anna);
    assertThat(erasedRows(job)).isEqualTo(3);
    assertThat(filesWith(anna)).isEmpty();
    assertThat(journey(tenant, app, anna)).isEmpty();
    assertThat(filesWith(berta)).isNotEmpty();
    assertThat(journey(tenant, app, berta)).containsExactly("click-" + berta);
  }

  @Test
  void theClicksFromBeforeThePersonWasKnownGoAsWell() {
    var clickId = SERVER.bean(Tracking.class).click(link().code(), null);
    var click = clickId.replaceFirst(".*click_id=", "");
    send(
        app,
        tenant,
        new Sent(app)
            .add(
                Sent.event(
                    app, UUID.randomUUID().toString(), "install", anna, now, "click_id", click)));
    assertThat(journey(tenant, app, anna)).hasSize(2);
    assertThat(filesWith(click)).isNotEmpty();
    erase(tenant, anna);
    assertThat(filesWith(click)).isEmpty();
    assertThat(filesWith(anna)).isEmpty();
    assertThat(SERVER.bean(Events.class).latest(tenant.caller(), app.id(), 10)).isEmpty();
  }

  @Test
  void anotherTenantsPersonOfTheSameIdStays() {
    var other = SERVER.newTenant();
    var theirs = SERVER.newApp(other);
    send(app, tenant, new Sent(app).purchase("1", anna, now, "1.00"));
    send(theirs, other, new Sent(theirs).purchase("1", anna, now, "2.00"));
    erase(tenant, anna);
    assertThat(journey(tenant, app, anna)).isEmpty();
    assertThat(journey(other, theirs, anna)).containsExactly("1");
  }

  @Test
  void neitherTheJobNorTheAuditLogKeepsWhoWasErased() {
    send(app, tenant, new Sent(app).purchase("1", anna, now, "1.00"));
    erase(tenant, anna);
    for (var table :
        List.of(
            "kernel.job",
            "kernel.audit_log",
            "kernel.outbox",
            "kernel.scheduled_task",
            "kernel.idempotent_answer")) {
      var rows =
          SERVER
              .database()
              .superuser()
              .sql("select count(*) from " + table + " t where t::text like :name")
              .param("name", "%" + anna + "%")
              .query(Long.class)
              .single();
      assertThat(rows).as(table).isZero();
    }
  }

  @Test
  void overHttpTheErasureIsAJobThatCanBeAskedFor() {
    send(app, tenant, new Sent(app).purchase("1", anna, now, "1.00"));
    var http = SERVER.http(tenant);
    var begun = http.delete("/v1/attribution/users/" + anna);
    assertThat(begun.status()).isEqualTo(202);
    assertThat(begun.body()).doesNotContain(anna);
    var path = "/v1/jobs/" + begun.json().path("id").asString();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> http.get(path).json().path("state").asString().equals("succeeded"));
    assertThat(http.get(path).json().path("result").path("erased_rows").asInt()).isOne();
    assertThat(SERVER.http(SERVER.newTenant()).get(path).status()).isEqualTo(404);
  }

  @Test
  void erasingSomebodyUnknownErasesNobody() {
    send(app, tenant, new Sent(app).purchase("1", berta, now, "1.00"));
    var job = erase(tenant, anna);
    assertThat(erasedRows(job)).isZero();
    assertThat(journey(tenant, app, berta)).containsExactly("1");
  }

  @Test
  void anIdThatCannotBeIsRefused() {
    var erasures = SERVER.bean(Erasures.class);
    for (var id : List.of("", "x".repeat(256), "a\nb")) {
      assertThatThrownBy(() -> erasures.begin(tenant.caller(), id)).isInstanceOf(Invalid.class);
    }
  }

  private static Job erase(AttributionServer.Tenant tenant, String user) {
    var jobs = SERVER.bean(Jobs.class);
    var begun = SERVER.bean(Erasures.class).begin(tenant.caller(), user);
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> jobs.get(tenant.caller(), begun.id()), job -> job.state() == Job.State.SUCCEEDED);
  }

  private static int erasedRows(Job job) {
    return Objects.requireNonNull(job.result()).path("erased_rows").asInt();
  }

  private static void send(App app, AttributionServer.Tenant tenant, Sent sent) {
    assertThat(SERVER.bean(Events.class).acceptArray(tenant.caller(), sent.json()).rejected())
        .as(app.name())
        .isEmpty();
  }

  private Link link() {
    return SERVER
        .bean(Links.class)
        .create(tenant.caller(), LinksTest.draft(app.id(), "https://shop.example/", "autumn"));
  }

  private static List<String> journey(AttributionServer.Tenant tenant, App app, String user) {
    return SERVER
        .bean(Journeys.class)
        .of(tenant.caller(), app.id(), user, 100, null)
        .rows()
        .stream()
        .map(SeenEvent::eventId)
        .toList();
  }

  /** The files of the event store in which a text stands, uncompressed. */
  private static List<Path> filesWith(String text) {
    try (var files = Files.walk(SERVER.events())) {
      return files.filter(Files::isRegularFile).filter(file -> holds(file, text)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean holds(Path file, String text) {
    try {
      return new String(Files.readAllBytes(file), ISO_8859_1).contains(text);
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
