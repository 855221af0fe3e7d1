package dev.freehold.accounts.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.accounts.AccountsWorld;
import dev.freehold.accounts.Role;
import dev.freehold.kernel.Caller;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ImpersonationsTest {

  private static final AtomicInteger COUNTER = new AtomicInteger();
  private static final String END = "/console/impersonation/end";

  private static AccountsWorld world;
  private static Hands hands;

  private String slug;
  private Caller acme;
  private String session;

  @BeforeAll
  static void open() {
    world = new AccountsWorld();
    hands = Hands.ofOperator(world);
  }

  @AfterAll
  static void close() {
    world.close();
  }

  @BeforeEach
  void aTenantAndTheOperator() {
    slug = "acme" + COUNTER.incrementAndGet();
    acme = world.owner(slug);
    session = hands.session("house");
  }

  private String path() {
    return "/console/operator/tenants/" + acme.tenantId() + "/impersonation";
  }

  private HttpResponse<String> begin(Caller person, String more) {
    return hands.visit(path(), session, "user=" + person.actor().id() + "&reason=ticket+7" + more);
  }

  private void act(String more) {
    var answer = begin(acme, "&minutes=30" + more);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
  }

  private HttpResponse<String> visit(String path, @Nullable String form) {
    return hands.visit(path, session, form);
  }

  private void change(String sql) {
    world.database.superuser().sql(sql).update();
  }

  @Test
  void theOperatorSeesWhatTheMemberSeesUnderABanner() {
    assertThat(visit(path(), null).body()).contains("Ada of " + slug, "Reason");
    act("");
    var page = visit("/console/members", null);
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body())
        .contains("The " + slug, "Ada of house</strong> acts as <strong>Ada of " + slug, "to look");
    assertThat(visit(END, "").headers().firstValue("Location").orElse(""))
        .endsWith("/console/operator/tenants/" + acme.tenantId());
    assertThat(visit("/console/members", null).body())
        .contains("The house")
        .doesNotContain("acts as");
  }

  @Test
  void whatIsChangedMeanwhileNamesBoth() {
    act("&write=yes");
    var made = visit("/console/roles", "name=Planted&permissions=shop.orders%3Aread");
    assertThat(made.statusCode()).as(made.body()).isEqualTo(303);
    visit(END, "");
    assertThat(world.audit(acme))
        .anySatisfy(
            entry -> {
              assertThat(entry.action()).isEqualTo("accounts.custom_role.created");
              assertThat(entry.actorName()).isEqualTo("Ada of house on behalf of Ada of " + slug);
            });
  }

  @Test
  void theTenantReadsWhenItBeganAndEndedAndWhy() {
    act("");
    visit(END, "");
    var actions =
        world.audit(acme).stream()
            .filter(entry -> entry.objectType().equals("accounts.impersonation"))
            .toList();
    assertThat(actions).hasSize(2);
    assertThat(actions.getLast().action()).endsWith("created");
    assertThat(String.valueOf(actions.getLast().after())).contains("ticket 7");
    assertThat(String.valueOf(actions.getFirst().after())).contains("ended_at");
    var key = world.keys.create(acme, "Audit", List.of("kernel.audit_log:read"), null).key();
    var list = Hands.json(hands.ask("GET", "/v1/impersonations", key, null)).path("rows");
    assertThat(list.size()).isEqualTo(1);
    assertThat(list.path(0).path("operator_name").asString()).isEqualTo("Ada of house");
    assertThat(list.path(0).path("ended_at").isNull()).isFalse();
    var other = world.owner(slug + "-other");
    var strangers = world.keys.create(other, "Audit", List.of("*"), null).key();
    assertThat(Hands.json(hands.ask("GET", "/v1/impersonations", strangers, null)).path("rows"))
        .isEmpty();
    assertThat(hands.visit("/console/impersonations", hands.session(slug), null).body())
        .contains("ticket 7", "Ada of house");
  }

  @Test
  void withoutLeaveToWriteNothingIsChanged() {
    act("");
    var refused = visit("/console/roles", "name=Planted&permissions=shop.orders%3Aread");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("not to change anything");
    assertThat(
            world.stored(
                "select name from accounts.custom_role where name = 'Planted' and"
                    + " tenant_id = '"
                    + acme.tenantId()
                    + "'"))
        .isEqualTo("[]");
  }

  @Test
  void whatIsDangerousOrThePersonsOwnIsRefusedWithLeaveToWriteToo() {
    var bob = world.memberOf(world.member(acme, slug + "-bob", Role.ADMIN));
    act("&write=yes");
    for (var page :
        List.of(
            "/console/account",
            "/console/%61ccount",
            "/console/account/second-factor",
            "/console/account/confirm",
            "/console/keys/new",
            "/console/members/" + bob.id() + "/ownership",
            "/console/members/leave",
            "/console/operator/tenants",
            path())) {
      assertThat(visit(page, null).statusCode()).as(page).isEqualTo(403);
    }
    for (var form :
        List.of(
            "/console/account/password",
            "/console/account/confirm",
            "/console/keys",
            "/console/members/" + bob.id() + "/ownership",
            "/console/members/leave",
            "/console/tenant?tenant=" + acme.tenantId(),
            "/password/forgot",
            path())) {
      assertThat(visit(form, "confirm=leave").statusCode()).as(form).isEqualTo(403);
    }
  }

  @Test
  void itEndsByItselfWhenTheTimeIsOver() {
    act("");
    assertThat(visit("/console/members", null).body()).contains("The " + slug);
    change(
        "update accounts.impersonation set created_at = created_at - interval '1 hour',"
            + " expires_at = now() where ended_at is null");
    change("update accounts.session set impersonation_id = impersonation_id");
    org.awaitility.Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(visit("/console/members", null).body())
                    .contains("The house")
                    .doesNotContain("acts as"));
    world.bean(Impersonations.class).endExpired();
    assertThat(
            world.stored(
                "select ended_at = expires_at from accounts.impersonation where tenant_id = '"
                    + acme.tenantId()
                    + "'"))
        .isEqualTo("[t]");
  }

  @Test
  void itEndsAtOnceWithTheRightsOfEitherAndWithTheTenant() {
    var ends =
        List.of(
            "update accounts.user_account set %s operator = false where email = 'ada@house.example'",
            "update accounts.user_account set %s suspended_at = now() where id = '"
                + acme.actor().id()
                + "'",
            "update accounts.tenant set %s suspended_at = now() where tenant_id = '"
                + acme.tenantId()
                + "'");
    var undo =
        List.of(
            "update accounts.user_account set operator = true where email = 'ada@house.example'",
            "update accounts.user_account set suspended_at = null",
            "update accounts.tenant set suspended_at = null");
    for (int i = 0; i < ends.size(); i++) {
      act("");
      assertThat(visit("/console/members", null).body()).contains("The " + slug);
      change(ends.get(i).formatted(""));
      org.awaitility.Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(visit("/console/members", null).body()).doesNotContain("The " + slug));
      change(undo.get(i));
      visit(END, "");
      session = hands.session("house");
    }
  }

  @Test
  void loggingOutEndsItToo() {
    act("");
    world.sessions.signOut(session);
    assertThat(
            world.stored(
                "select ended_at is not null from accounts.impersonation where tenant_id = '"
                    + acme.tenantId()
                    + "'"))
        .isEqualTo("[t]");
  }

  @Test
  void aReasonAndAMemberAreNeededAndFourHoursAreTheMost() {
    var stranger = world.owner(slug + "-other");
    assertThat(visit(path(), "user=" + acme.actor().id() + "&minutes=30&reason=").statusCode())
        .isEqualTo(422);
    assertThat(begin(acme, "&minutes=241").statusCode()).isEqualTo(422);
    assertThat(begin(acme, "&minutes=0").statusCode()).isEqualTo(422);
    assertThat(begin(acme, "&minutes=x").statusCode()).isEqualTo(422);
    assertThat(begin(stranger, "&minutes=30").statusCode()).isEqualTo(404);
    assertThat(visit("/console/members", null).body()).contains("The house");
    var owner = hands.session(slug);
    var form = "user=" + acme.actor().id() + "&minutes=30&reason=x";
    assertThat(hands.visit(path(), owner, form).statusCode()).isEqualTo(403);
  }
}
