package dev.freehold.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.attribution.credit.GroupBy;
import dev.freehold.kernel.error.ApiException;
import dev.freehold.kernel.error.Conflict;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.error.NotFound;
import dev.freehold.kernel.http.IfMatch;
import dev.freehold.kernel.http.PageRequest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinksTest {

  private static final AttributionServer SERVER = AttributionServer.running();

  private final AttributionServer.Tenant tenant = SERVER.newTenant();
  private final App app = SERVER.newApp(tenant);
  private final Links links = SERVER.bean(Links.class);
  private final LinkTable table = SERVER.bean(LinkTable.class);

  @Test
  void aLinkHasAnAddressForClicksAndOneForImpressions() {
    var link = create("https://shop.example/");
    assertThat(link.code()).matches("[0-9A-Za-z]{12}");
    assertThat(link.clickUrl()).isEqualTo("http://localhost/t/" + link.code());
    assertThat(link.impressionUrl()).isEqualTo(link.clickUrl() + "/i.gif");
    assertThat(links.get(tenant.caller(), link.id())).isEqualTo(link);
    assertThat(table.find(link.code())).isNotNull();
  }

  @Test
  void linksAreListedNewestFirstOfOneAppOrOfAll() {
    var ofApp = newestFirst(create("https://shop.example/1"), create("https://shop.example/2"));
    var otherApp = SERVER.newApp(tenant);
    var ofOther =
        links.create(tenant.caller(), draft(otherApp.id(), "https://shop.example/3", "autumn"));
    var ofAll = newestFirst(ofApp.getFirst(), ofApp.getLast(), ofOther);
    assertThat(links.list(tenant.caller(), app.id(), PageRequest.first(10)).rows())
        .isEqualTo(ofApp);
    assertThat(links.list(tenant.caller(), null, PageRequest.first(2)).rows())
        .isEqualTo(ofAll.subList(0, 2));
  }

  /** Ids follow time by the millisecond; what was made within one has no order of its own. */
  private static List<Link> newestFirst(Link... links) {
    return Arrays.stream(links)
        .sorted(Comparator.comparing((Link link) -> link.id().toString()).reversed())
        .toList();
  }

  @Test
  void aLinkCanLeadElsewhereOnItsHostButNotToAnother() {
    var link = create("https://shop.example/old");
    var moved = update(link, null, "https://SHOP.example/new?c={click_id}");
    assertThat(moved.destination()).isEqualTo("https://SHOP.example/new?c={click_id}");
    assertThat(route(link).destination()).isEqualTo(moved.destination());
    for (var elsewhere :
        new String[] {
          "https://evil.example/", "https://shop.example.evil.example/", "https://shop.exampl/"
        }) {
      assertThatThrownBy(() -> update(link, null, elsewhere))
          .isInstanceOf(Invalid.class)
          .hasMessageContaining("must stay on the host");
    }
    assertThat(update(link, "Renamed", null).destination()).isEqualTo(moved.destination());
  }

  @Test
  void aChangeOfAnOlderVersionIsRefused() {
    var link = create("https://shop.example/");
    var read = new IfMatch(link.version());
    links.update(tenant.caller(), link.id(), new LinkChange("First", null), read);
    assertThatThrownBy(
            () -> links.update(tenant.caller(), link.id(), new LinkChange("Second", null), read))
        .isInstanceOf(Conflict.class)
        .extracting(failure -> ((ApiException) failure).code().status())
        .isEqualTo(412);
  }

  @Test
  void anArchivedLinkLeadsNowhereUntilItIsTakenOut() {
    var link = create("https://shop.example/");
    var archived = links.archive(tenant.caller(), link.id());
    assertThat(archived.archivedAt()).isNotNull();
    assertThat(links.archive(tenant.caller(), link.id())).isEqualTo(archived);
    assertThat(table.find(link.code())).isNull();
    assertThat(links.restore(tenant.caller(), link.id()).archivedAt()).isNull();
    assertThat(table.find(link.code())).isNotNull();
  }

  @Test
  void anArchivedAppTakesNoNewLink() {
    SERVER.bean(Apps.class).archive(tenant.caller(), app.id());
    assertThatThrownBy(() -> create("https://shop.example/"))
        .isInstanceOf(Conflict.class)
        .extracting(failure -> ((ApiException) failure).code().code())
        .isEqualTo("app_archived");
  }

  @Test
  void anotherTenantsAppAndLinkAreNotThere() {
    var link = create("https://shop.example/");
    var other = SERVER.newTenant().caller();
    assertThatThrownBy(() -> links.create(other, draft(app.id(), "https://shop.example/", "x")))
        .isInstanceOf(NotFound.class);
    assertThatThrownBy(() -> links.get(other, link.id())).isInstanceOf(NotFound.class);
    assertThatThrownBy(() -> links.archive(other, link.id())).isInstanceOf(NotFound.class);
    assertThatThrownBy(
            () -> links.update(other, link.id(), new LinkChange("Mine", null), IfMatch.ANY))
        .isInstanceOf(NotFound.class);
    assertThat(links.list(other, null, PageRequest.first(10)).rows()).isEmpty();
    assertThat(links.list(other, app.id(), PageRequest.first(10)).rows()).isEmpty();
    assertThat(table.find(link.code())).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {GroupBy.ORGANIC, GroupBy.NONE})
  void aLabelThatReportsUseIsRefused(String campaign) {
    assertThatThrownBy(
            () -> links.create(tenant.caller(), draft(app.id(), "https://shop.example/", campaign)))
        .isInstanceOf(Invalid.class);
  }

  private LinkTable.Route route(Link link) {
    return Objects.requireNonNull(table.find(link.code()));
  }

  private Link create(String destination) {
    return links.create(tenant.caller(), draft(app.id(), destination, "autumn"));
  }

  private Link update(Link link, @Nullable String name, @Nullable String destination) {
    return links.update(tenant.caller(), link.id(), new LinkChange(name, destination), IfMatch.ANY);
  }

  static LinkDraft draft(UUID app, String destination, String campaign) {
    return new LinkDraft(app, "Newsletter", destination, "email", campaign, null, null);
  }
}
