package dev.freehold.analytics.boards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.analytics.AnalyticsServer;
import dev.freehold.analytics.Http;
import dev.freehold.analytics.boards.Dashboard.Card;
import dev.freehold.analytics.boards.Dashboard.Width;
import dev.freehold.analytics.boards.DashboardDraft.NewCard;
import dev.freehold.kernel.error.Conflict;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.error.NotFound;
import dev.freehold.kernel.http.IfMatch;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoardsTest {

  private static final AnalyticsServer SERVER = AnalyticsServer.running();

  private final AnalyticsServer.Tenant tenant = SERVER.newTenant();
  private final SavedQuestions questions = SERVER.bean(SavedQuestions.class);
  private final Dashboards dashboards = SERVER.bean(Dashboards.class);

  @Test
  void aQuestionIsKeptAsTheBodyThatAsksIt() {
    var kept = keep("Sign-ups", "{\"series\": [{\"event\": \"sign_up\"}]}");
    var read = questions.get(tenant.caller(), kept.id());
    assertThat(read).isEqualTo(kept);
    assertThat(read.definition().path("series").get(0).path("event").asString())
        .isEqualTo("sign_up");
    assertThat(read.href()).isEqualTo("/console/analytics/trends?saved=" + kept.id());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"series\": []}",
        "{\"series\": [{\"event\": \"a\"}], \"colour\": \"red\"}",
        "{\"series\": [{\"event\": \"a\"}], \"breakdown\": \"ip\"}",
        "{\"series\": \"a\"}",
        "[1]"
      })
  void aQuestionThatCannotBeAskedIsNotKept(String definition) {
    assertThatThrownBy(() -> keep("Wrong", definition))
        .isInstanceOf(Invalid.class)
        .satisfies(
            refused ->
                assertThat(((Invalid) refused).fields())
                    .allMatch(field -> field.field().startsWith("definition")));
  }

  @Test
  void aDashboardIsArrangedStepByStepAndItsVersionMovesOn() {
    var a = keep("A", "{\"series\": [{}]}").id();
    var b = keep("B", "{\"series\": [{}]}").id();
    var made =
        dashboards.create(
            tenant.caller(),
            new DashboardDraft(
                "Team", List.of(new NewCard(a, Width.HALF), new NewCard(b, Width.HALF))));
    var moved = dashboards.rearrange(tenant.caller(), made.id(), Arrangement.UP.of(b));
    assertThat(moved.cards()).containsExactly(new Card(b, Width.HALF), new Card(a, Width.HALF));
    assertThat(moved.version()).isGreaterThan(made.version());
    var wide = dashboards.rearrange(tenant.caller(), made.id(), Arrangement.FULL.of(a));
    assertThat(wide.cards()).containsExactly(new Card(b, Width.HALF), new Card(a, Width.FULL));
    var unchanged = dashboards.rearrange(tenant.caller(), made.id(), Arrangement.UP.of(b));
    assertThat(unchanged).isEqualTo(wide);
    var alone = dashboards.rearrange(tenant.caller(), made.id(), Arrangement.REMOVE.of(b));
    assertThat(alone.cards()).containsExactly(new Card(a, Width.FULL));
  }

  @Test
  void anArrangementOverAnOlderOneIsRefused() {
    var a = keep("A", "{\"series\": [{}]}").id();
    var made = dashboards.create(tenant.caller(), new DashboardDraft("Team", List.of()));
    var read = new IfMatch(made.version());
    var change = new DashboardChange(null, List.of(new NewCard(a, Width.FULL)));
    dashboards.update(tenant.caller(), made.id(), change, read);
    assertThatThrownBy(() -> dashboards.update(tenant.caller(), made.id(), change, read))
        .isInstanceOf(Conflict.class);
  }

  @Test
  void aDeletedQuestionLeavesItsDashboards() {
    var a = keep("A", "{\"series\": [{}]}").id();
    var made =
        dashboards.create(
            tenant.caller(), new DashboardDraft("Team", List.of(new NewCard(a, Width.FULL))));
    questions.delete(tenant.caller(), a, IfMatch.ANY);
    var read = dashboards.get(tenant.caller(), made.id());
    assertThat(read.cards()).isEmpty();
    assertThat(read.version()).isGreaterThan(made.version());
  }

  @Test
  void aCardCannotShowAQuestionOfAnotherTenant() {
    var other = SERVER.newTenant();
    var theirs =
        questions
            .create(
                other.caller(),
                new QuestionDraft(
                    "Theirs", QuestionKind.TRENDS, Http.JSON.readTree("{\"series\": [{}]}")))
            .id();
    assertThatThrownBy(
            () ->
                dashboards.create(
                    tenant.caller(),
                    new DashboardDraft("Team", List.of(new NewCard(theirs, Width.FULL)))))
        .isInstanceOf(NotFound.class);
    assertThatThrownBy(() -> questions.get(tenant.caller(), theirs)).isInstanceOf(NotFound.class);
  }

  @Test
  void theStarterAsksQuestionsThatCanBeAsked() {
    var starter = dashboards.createStarter(tenant.caller());
    assertThat(starter.cards()).hasSize(Starter.PARTS.size());
    var cards = SERVER.bean(Cards.class);
    assertThat(cards.of(tenant.caller(), starter)).allMatch(card -> card.problem() == null);
  }

  @Test
  void overHttpADashboardIsReplacedUnderItsEntityTag() {
    var http = SERVER.http(tenant);
    var question =
        http.post(
            "/v1/analytics/questions",
            Map.of(
                "name",
                "Visits",
                "kind",
                "trends",
                "definition",
                Map.of("series", List.of(Map.of()))));
    assertThat(question.status()).as(question.body()).isEqualTo(201);
    var id = question.json().path("id").asString();
    var made = http.post("/v1/analytics/dashboards", Map.of("name", "Team"));
    assertThat(made.header("ETag")).isEqualTo("\"1\"");
    var path = "/v1/analytics/dashboards/" + made.json().path("id").asString();
    var cards = Map.of("cards", List.of(Map.of("question_id", id, "width", "third")));
    var changed = http.send("PATCH", path, cards);
    assertThat(changed.status()).as(changed.body()).isEqualTo(200);
    assertThat(changed.json().path("cards").get(0).path("width").asString()).isEqualTo("third");
    var twice =
        Map.of(
            "cards",
            List.of(
                Map.of("question_id", id, "width", "third"),
                Map.of("question_id", id, "width", "half")));
    assertThat(http.send("PATCH", path, twice).status()).isEqualTo(422);
    var unknown =
        Map.of(
            "cards", List.of(Map.of("question_id", UUID.randomUUID().toString(), "width", "half")));
    assertThat(http.send("PATCH", path, unknown).code()).isEqualTo("question_not_found");
    var wrong =
        http.post(
            "/v1/analytics/questions",
            Map.of("name", "Wrong", "kind", "trends", "definition", Map.of("series", List.of())));
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.code()).isEqualTo("invalid_question");
    assertThat(http.delete(path).status()).isEqualTo(204);
    assertThat(http.get(path).code()).isEqualTo("dashboard_not_found");
  }

  private SavedQuestion keep(String name, String definition) {
    return questions.create(
        tenant.caller(),
        new QuestionDraft(name, QuestionKind.TRENDS, Http.JSON.readTree(definition)));
  }
}
