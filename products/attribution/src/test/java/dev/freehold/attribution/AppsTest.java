package dev.freehold.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.kernel.error.Conflict;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.error.NotFound;
import dev.freehold.kernel.http.IfMatch;
import dev.freehold.kernel.http.PageRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AppsTest {

  private static final AttributionServer SERVER = AttributionServer.running();

  private final AttributionServer.Tenant tenant = SERVER.newTenant();
  private final Apps apps = SERVER.bean(Apps.class);

  @Test
  void aNewAppCountsInstallsAndPurchasesForAWeekAfterClicksAndADayAfterImpressions() {
    var app = create("EUR", null, null, null);
    assertThat(app.conversionTypes()).containsExactly("install", "purchase");
    assertThat(app.clickWindow()).isEqualTo(Duration.ofDays(7));
    assertThat(app.impressionWindow()).isEqualTo(Duration.ofHours(24));
    assertThat(app.timeZone()).isEqualTo(ZoneId.of("UTC"));
    assertThat(app.isArchived()).isFalse();
    assertThat(apps.get(tenant.caller(), app.id())).isEqualTo(app);
  }

  @Test
  void appsAreListedNewestFirstAcrossPages() {
    var made = new ArrayList<App>();
    for (int i = 0; i < 5; i++) {
      made.add(create("EUR", null, null, null));
    }
    // Ids follow time by the millisecond; what was made within one has no order of its own.
    made.sort(Comparator.comparing((App app) -> app.id().toString()).reversed());
    var first = apps.list(tenant.caller(), PageRequest.first(3));
    var second = apps.list(tenant.caller(), new PageRequest(3, first.rows().getLast().id()));
    assertThat(first.rows()).isEqualTo(made.subList(0, 3));
    assertThat(second.rows()).isEqualTo(made.subList(3, 5));
    assertThat(second.nextCursor()).isNull();
  }

  @Test
  void aChangeKeepsWhatItLeavesOut() {
    var app = create("EUR", Duration.ofDays(3), null, "Europe/Berlin");
    var renamed = apps.update(tenant.caller(), app.id(), change("New name", null), IfMatch.ANY);
    assertThat(renamed.name()).isEqualTo("New name");
    assertThat(renamed.clickWindow()).isEqualTo(Duration.ofDays(3));
    assertThat(renamed.timeZone()).isEqualTo(ZoneId.of("Europe/Berlin"));
    assertThat(renamed.version()).isEqualTo(app.version() + 1);
    var types =
        apps.update(tenant.caller(), app.id(), change(null, List.of("b", "a", "b")), IfMatch.ANY);
    assertThat(types.conversionTypes()).containsExactly("b", "a");
    assertThat(types.name()).isEqualTo("New name");
  }

  @Test
  void aChangeOfAnOlderVersionIsRefused() {
    var app = create("EUR", null, null, null);
    var read = new IfMatch(app.version());
    apps.update(tenant.caller(), app.id(), change("First", null), read);
    assertThatThrownBy(() -> apps.update(tenant.caller(), app.id(), change("Second", null), read))
        .isInstanceOf(Conflict.class)
        .extracting(failure -> ((Conflict) failure).code().status())
        .isEqualTo(412);
    assertThat(apps.get(tenant.caller(), app.id()).name()).isEqualTo("First");
  }

  @Test
  void overHttpTheVersionIsTheEntityTag() {
    var http = SERVER.http(tenant);
    var made =
        http.post(
            "/v1/attribution/apps", Map.of("name", "Shop", "platform", "web", "currency", "EUR"));
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.json().path("click_window").asString()).isEqualTo("PT168H");
    var path = "/v1/attribution/apps/" + made.json().path("id").asString();
    var tag = http.get(path).header("ETag");
    assertThat(tag).isEqualTo(made.header("ETag")).isEqualTo("\"1\"");
    assertThat(rename(http, path, tag).header("ETag")).isEqualTo("\"2\"");
    assertThat(rename(http, path, tag).status()).isEqualTo(412);
    assertThat(rename(http, path, tag).code()).isEqualTo("precondition_failed");
  }

  private static Http.Answer rename(Http http, String path, String tag) {
    return http.send(
        http.request(path)
            .header("If-Match", tag)
            .header("Content-Type", "application/json")
            .method("PATCH", BodyPublishers.ofString("{\"name\":\"Renamed\"}")));
  }

  @Test
  void anArchivedAppStaysReadableUntilItIsTakenOut() {
    var app = create("EUR", null, null, null);
    var archived = apps.archive(tenant.caller(), app.id());
    assertThat(archived.archivedAt()).isNotNull();
    assertThat(apps.archive(tenant.caller(), app.id())).isEqualTo(archived);
    assertThat(apps.list(tenant.caller(), PageRequest.first(10)).rows()).containsExactly(archived);
    assertThat(apps.restore(tenant.caller(), app.id()).archivedAt()).isNull();
    assertThat(apps.restore(tenant.caller(), app.id()).version()).isEqualTo(app.version() + 2);
  }

  @Test
  void anotherTenantsAppIsNotThere() {
    var app = create("EUR", null, null, null);
    var other = SERVER.newTenant().caller();
    for (var id : List.of(app.id(), UUID.randomUUID())) {
      assertThatThrownBy(() -> apps.get(other, id)).isInstanceOf(NotFound.class);
      assertThatThrownBy(() -> apps.update(other, id, change("Mine", null), IfMatch.ANY))
          .isInstanceOf(NotFound.class);
      assertThatThrownBy(() -> apps.archive(other, id)).isInstanceOf(NotFound.class);
      assertThatThrownBy(() -> apps.restore(other, id)).isInstanceOf(NotFound.class);
      assertThat(apps.finder(other).apply(id)).isEmpty();
    }
    assertThat(apps.list(other, PageRequest.first(10)).rows()).isEmpty();
    assertThat(apps.get(tenant.caller(), app.id())).isEqualTo(app);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT1S", "P365D"})
  void aWindowLastsFromASecondToAYear(String window) {
    var app = create("EUR", Duration.parse(window), Duration.parse(window), null);
    assertThat(app.clickWindow())
        .isEqualTo(app.impressionWindow())
        .hasToString(Duration.parse(window).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT0.999S", "-P1D", "P365DT1S", "P3650D"})
  void anyOtherWindowIsRefused(String window) {
    refused(() -> create("EUR", Duration.parse(window), null, null), "click_window");
    refused(() -> create("EUR", null, Duration.parse(window), null), "impression_window");
    var app = create("EUR", null, null, null);
    var change = new AppChange(null, null, Duration.parse(window), null, null, null);
    refused(() -> apps.update(tenant.caller(), app.id(), change, IfMatch.ANY), "click_window");
  }

  @ParameterizedTest
  @ValueSource(strings = {"XXX", "QQQ", "EURO", "eur", ""})
  void aCurrencyMustHaveAmounts(String currency) {
    refused(() -> create(currency, null, null, null), "currency");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Mars/Olympus", "+01:00", "UTC+1", "", "../etc/localtime"})
  void aTimeZoneIsANameOfTheDatabase(String zone) {
    refused(() -> create("EUR", null, null, zone), "time_zone");
    var app = create("EUR", null, null, null);
    var change = new AppChange(null, null, null, null, zone, null);
    refused(() -> apps.update(tenant.caller(), app.id(), change, IfMatch.ANY), "time_zone");
  }

  private static void refused(ThrowingCallable call, String field) {
    assertThatThrownBy(call)
        .isInstanceOf(Invalid.class)
        .extracting(failure -> ((Invalid) failure).fields().getFirst().field())
        .isEqualTo(field);
  }

  private App create(
      String currency,
      @Nullable Duration clickWindow,
      @Nullable Duration impressionWindow,
      @Nullable String zone) {
    return apps.create(
        tenant.caller(),
        new AppDraft(
            "Shop", App.Platform.WEB, currency, null, clickWindow, impressionWindow, zone, null));
  }

  private static AppChange change(@Nullable String name, @Nullable List<String> types) {
    return new AppChange(name, types, null, null, null, null);
  }
}
