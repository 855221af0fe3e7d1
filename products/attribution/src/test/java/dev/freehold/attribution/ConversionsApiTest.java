package dev.freehold.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.attribution.credit.CreditModel;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ConversionsApiTest {

  private static final AttributionServer SERVER = AttributionServer.running();

  private final AttributionServer.Tenant tenant = SERVER.newTenant();
  private final App app = SERVER.newApp(tenant);
  private final Http http = SERVER.http(tenant);
  private final Instant bought = Instant.now().minus(Duration.ofDays(1));

  @BeforeEach
  void sendEvents() {
    var batch =
        new Sent(app)
            .click("too-old", "anna", bought.minus(Duration.ofDays(8)), "spring")
            .click("first", "anna", bought.minus(Duration.ofDays(2)), "summer")
            .click("last", "anna", bought.minus(Duration.ofHours(1)), "autumn")
            .click("too-late", "anna", bought.plusSeconds(60), "winter")
            .click("berta", "berta", bought.minusSeconds(60), "autumn")
            .purchase("buy", "anna", bought, "10.01")
            .add(Sent.event(app, "open", "open", "anna", bought))
            .json();
    SERVER.bean(Events.class).acceptArray(tenant.caller(), batch);
  }

  @Test
  void anExplanationNamesTheTouchesThatCountAndWhyTheOthersDoNot() {
    var explanation = explain("buy", "").json();
    assertThat(explanation.path("conversion").path("event_id").asString()).isEqualTo("buy");
    assertThat(explanation.path("conversion").path("revenue").asString()).isEqualTo("10.01");
    assertThat(explanation.path("organic").asBoolean()).isFalse();
    assertThat(explanation.path("click_window").asString()).isEqualTo("PT168H");
    var touches = explanation.path("touches");
    assertThat(touches.findValuesAsString("event_id"))
        .containsExactly("too-old", "first", "last", "too-late");
    assertThat(touches.path(0).path("left_out").asString()).isEqualTo("outside_window");
    assertThat(touches.path(3).path("left_out").asString()).isEqualTo("after_conversion");
    assertThat(touches.path(1).path("counted").asBoolean()).isTrue();
    assertThat(touches.path(2).path("age").asString()).isEqualTo("PT1H");
  }

  @Test
  void theSharesOfATouchAddUpToTheConversionUnderEveryModel() {
    var touches = explain("buy", "").json().path("touches");
    for (var model : CreditModel.values()) {
      assertThat(sum(touches, model, "weight")).isEqualByComparingTo("1");
      assertThat(sum(touches, model, "revenue")).isEqualByComparingTo("10.01");
    }
  }

  private static BigDecimal sum(JsonNode touches, CreditModel model, String field) {
    var sum = BigDecimal.ZERO;
    for (var touch : touches) {
      var share = touch.path("credit").path(model.wireName()).path(field);
      sum = sum.add(share.isMissingNode() ? BigDecimal.ZERO : new BigDecimal(share.asString()));
    }
    return sum;
  }

  @Test
  void aLookbackReplacesTheWindows() {
    var touches = explain("buy", "?lookback=P10D").json().path("touches");
    assertThat(touches.path(0).path("counted").asBoolean()).isTrue();
    var organic = explain("buy", "?lookback=PT1S").json();
    assertThat(organic.path("organic").asBoolean()).isTrue();
    assertThat(explain("buy", "?lookback=P3650D").code()).isEqualTo("invalid_parameter");
  }

  @Test
  void theReportAgreesWithTheExplanation() {
    var rows =
        http.get("/v1/attribution/credit?model=linear&app_id=" + app.id()).json().path("rows");
    assertThat(rows.findValuesAsString("campaign")).containsExactlyInAnyOrder("summer", "autumn");
    assertThat(rows.findValuesAsString("conversions")).containsOnly("0.5");
  }

  @Test
  void whatIsNoConversionIsNotExplained() {
    for (var id : new String[] {"open", "first", "nobody-sent-it"}) {
      var answer = explain(id, "");
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.code()).isEqualTo("conversion_not_found");
    }
  }

  @Test
  void anotherTenantsConversionIsNotThere() {
    var other = SERVER.http(SERVER.newTenant());
    assertThat(other.get("/v1/attribution/conversions/buy").code())
        .isEqualTo("conversion_not_found");
    for (var id : new UUID[] {app.id(), UUID.randomUUID()}) {
      assertThat(other.get("/v1/attribution/conversions/buy?app_id=" + id).code())
          .isEqualTo("app_not_found");
    }
  }

  private Http.Answer explain(String eventId, String query) {
    return http.get("/v1/attribution/conversions/" + eventId + query);
  }
}
