package dev.freehold.accounts.projects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.freehold.accounts.AccountsWorld;
import dev.freehold.accounts.limits.Quota;
import dev.freehold.accounts.limits.TenantLimits;
import dev.freehold.kernel.Actor;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.error.ApiException;
import dev.freehold.kernel.error.Conflict;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.error.NotFound;
import dev.freehold.kernel.http.IfMatch;
import dev.freehold.kernel.http.PageRequest;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The rules of projects, in a real database. */
class ProjectsTest {

  private static int number;
  private static AccountsWorld world;
  private static Projects projects;

  private Caller acme;

  @BeforeAll
  static void open() {
    world = new AccountsWorld();
    projects = world.bean(Projects.class);
  }

  @AfterAll
  static void close() {
    world.close();
  }

  @BeforeEach
  void aTenant() {
    acme = world.owner("projects" + ++number);
  }

  private Project project(String name) {
    return projects.create(acme, ProjectDraft.named(name));
  }

  private static JsonNode json(String text) {
    return new JsonMapper().readTree(text);
  }

  private static ProjectDraft with(JsonNode settings) {
    return new ProjectDraft("Shop", null, null, settings, null, null);
  }

  private static ProjectChange change(@Nullable String name, @Nullable String slug) {
    return new ProjectChange(name, slug, null, null, null, null);
  }

  private List<String> names(boolean archived) {
    return projects.list(acme, archived, PageRequest.first(100)).rows().stream()
        .map(Project::name)
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Web shop                 | web-shop
          Zürich,  Büro № 2!       | zurich-buro-no-2
          --- Ünder_scored ---     | under-scored
          ﬁne                      | fine
          a                        | a
          aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa bbb | aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
          """)
  void aSlugIsMadeOfTheName(String name, String slug) {
    assertThat(project(name).slug()).isEqualTo(slug);
  }

  @Test
  void aSlugOfOnesOwnIsNormalised() {
    var draft = new ProjectDraft("Shop", "  EU-Shop ", null, null, null, null);
    assertThat(projects.create(acme, draft).slug()).isEqualTo("eu-shop");
    assertThatThrownBy(() -> project("日本")).isInstanceOf(Invalid.class);
    for (var bad : List.of("-a", "a-", "a b", "ä", "a/b", "", "a".repeat(41))) {
      assertThatThrownBy(
              () -> projects.update(acme, UUID.randomUUID(), change(null, bad), IfMatch.ANY))
          .as(bad)
          .isInstanceOf(Invalid.class);
    }
  }

  @Test
  void ofManyWhoWantASlugAtOnceOneGetsIt() throws Exception {
    var outcomes = atOnce(8, () -> outcome(() -> project("Same")));
    assertThat(outcomes).containsOnlyOnce("made");
    assertThat(outcomes.stream().filter("project_slug_taken"::equals)).hasSize(7);
    var other = project("Other");
    assertThat(outcome(() -> projects.update(acme, other.id(), change(null, "same"), IfMatch.ANY)))
        .isEqualTo("project_slug_taken");
    assertThat(
            projects.create(world.owner("elsewhere" + number), ProjectDraft.named("Same")).slug())
        .isEqualTo("same");
  }

  private static String outcome(Runnable work) {
    var refused = catchThrowableOfType(ApiException.class, work::run);
    return refused == null ? "made" : refused.code().code();
  }

  private static List<String> atOnce(int times, Callable<String> work) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = threads.invokeAll(IntStream.range(0, times).mapToObj(i -> work).toList());
      return running.stream().map(java.util.concurrent.Future::resultNow).toList();
    }
  }

  @Test
  void settingsAreFlatAndSmall() {
    var settings = json("{\"region\": \"eu\", \"rate\": 0.25, \"beta\": true}");
    assertThat(projects.create(acme, with(settings)).settings()).isEqualTo(settings);
    for (var bad :
        List.of(
            "[]",
            "\"text\"",
            "{\"a\": null}",
            "{\"a\": {}}",
            "{\"a\": [1]}",
            "{\"A\": 1}",
            "{\"\": 1}",
            "{\"a\": 1e400}",
            "{\"a\": \"%s\"}".formatted("x".repeat(1001)),
            "{\"a\": \"\\u0000\"}",
            "{\"%s\": 1}".formatted("x".repeat(65)))) {
      assertThatThrownBy(() -> projects.create(acme, with(json(bad))))
          .as(bad)
          .isInstanceOf(Invalid.class);
    }
    var many = new StringBuilder("{\"a0\": 1");
    IntStream.rangeClosed(1, 50).forEach(i -> many.append(", \"a").append(i).append("\": 1"));
    assertThatThrownBy(() -> projects.create(acme, with(json(many.append('}').toString()))))
        .isInstanceOf(Invalid.class);
  }

  @Test
  void aChangeKeepsWhatItDoesNotName() {
    var draft =
        new ProjectDraft(
            "Shop", null, "Ours", json("{\"a\": 1}"), new Quota(null, 100L, null, 1_000L), 2);
    var made = projects.create(acme, draft);
    var renamed = projects.update(acme, made.id(), change("Store", null), new IfMatch(1L));
    assertThat(renamed.name()).isEqualTo("Store");
    assertThat(renamed.slug()).isEqualTo("shop");
    assertThat(renamed.description()).isEqualTo("Ours");
    assertThat(renamed.settings()).isEqualTo(json("{\"a\": 1}"));
    assertThat(renamed.limits()).isEqualTo(new Quota(null, 100L, null, 1_000L));
    assertThat(renamed.maxKeys()).isEqualTo(2);
    assertThatThrownBy(
            () -> projects.update(acme, made.id(), change("Late", null), new IfMatch(1L)))
        .isInstanceOf(Conflict.class);
    var freed =
        projects.update(
            acme, made.id(), new ProjectChange(null, null, null, null, Quota.NONE, 0), IfMatch.ANY);
    assertThat(freed.limits()).isEqualTo(Quota.NONE);
    assertThat(freed.maxKeys()).isNull();
  }

  @Test
  void aProjectHasNoMoreThanItsTenant() {
    limit("free");
    var draft = new ProjectDraft("Shop", null, null, null, new Quota(null, 301L, null, null), null);
    assertThatThrownBy(() -> projects.create(acme, draft))
        .isInstanceOfSatisfying(
            Invalid.class,
            e -> assertThat(e.fields().getFirst().field()).isEqualTo("limits.per_minute"));
  }

  @Test
  void anArchivedProjectIsPausedHiddenAndStaysPausedWhenItComesBack() {
    var shop = project("Shop");
    project("Blog");
    var archived = projects.archive(acme, shop.id());
    assertThat(archived.state()).isEqualTo(ProjectState.ARCHIVED);
    assertThat(archived.pausedAt()).isNotNull();
    assertThat(names(false)).containsExactly("Blog");
    assertThat(names(true)).containsExactly("Blog", "Shop");
    assertThat(projects.archive(acme, shop.id())).isEqualTo(archived);
    assertThat(projects.pause(acme, shop.id())).isEqualTo(archived);
    assertThat(outcome(() -> projects.resume(acme, shop.id()))).isEqualTo("project_archived");
    assertThat(outcome(() -> project("Shop"))).isEqualTo("project_slug_taken");
    assertThat(projects.restore(acme, shop.id()).state()).isEqualTo(ProjectState.PAUSED);
    var resumed = projects.resume(acme, shop.id());
    assertThat(resumed.state()).isEqualTo(ProjectState.ACTIVE);
    assertThat(projects.resume(acme, shop.id())).isEqualTo(resumed);
    assertThat(world.audit(acme).getFirst().action()).isEqualTo("accounts.project.changed");
  }

  @Test
  void thePlanSaysHowManyProjectsATenantMayHave() throws Exception {
    limit("free");
    var outcomes = atOnce(6, () -> outcome(() -> project("P " + UUID.randomUUID())));
    assertThat(outcomes.stream().filter("made"::equals)).hasSize(3);
    assertThat(outcomes.stream().filter("too_many_projects"::equals)).hasSize(3);
    var first = projects.list(acme, false, PageRequest.first(1)).rows().getFirst();
    projects.archive(acme, first.id());
    project("Room again");
    assertThat(outcome(() -> projects.restore(acme, first.id()))).isEqualTo("too_many_projects");
  }

  private void limit(String plan) {
    var operator =
        new Caller(
            UUID.randomUUID(),
            new Actor(Actor.Kind.USER, UUID.randomUUID(), "Olga"),
            Set.of("operator.limits:write"),
            "req_operator",
            null);
    world.bean(TenantLimits.class).change(operator, acme.tenantId(), plan, Quota.NONE, "a test");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anotherTenantsProjectIsNotThere(boolean exists) {
    var id = exists ? project("Shop").id() : UUID.randomUUID();
    var globex = world.owner("globex" + number);
    assertThatThrownBy(() -> projects.get(globex, id)).isInstanceOf(NotFound.class);
    assertThatThrownBy(() -> projects.pause(globex, id)).isInstanceOf(NotFound.class);
    assertThatThrownBy(() -> projects.update(globex, id, change("Mine", null), IfMatch.ANY))
        .isInstanceOf(NotFound.class);
  }
}
