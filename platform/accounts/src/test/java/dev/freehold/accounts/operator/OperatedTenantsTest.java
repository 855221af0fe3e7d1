package dev.freehold.accounts.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freehold.accounts.AccountsWorld;
import dev.freehold.accounts.Role;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.error.Forbidden;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OperatedTenantsTest {

  private static final AtomicInteger COUNTER = new AtomicInteger();

  private static AccountsWorld here;
  private static AccountsWorld there;
  private static Hands hands;
  private static String operator;

  private String slug;
  private Caller acme;
  private String path;

  @BeforeAll
  static void twoNodes() {
    here = new AccountsWorld();
    there = here.anotherNode(Map.of());
    hands = Hands.ofOperator(here);
    operator = hands.accessToken("house");
  }

  @AfterAll
  static void close() {
    there.close();
    here.close();
  }

  @BeforeEach
  void aTenant() {
    slug = "acme" + COUNTER.incrementAndGet();
    acme = here.owner(slug);
    path = "/v1/operator/tenants/" + acme.tenantId();
  }

  private void suspend() {
    var answer = hands.ask("PUT", path + "/suspension", operator, "{\"reason\": \"unpaid\"}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(Hands.json(answer).path("state").asString()).isEqualTo("suspended");
  }

  @Test
  void allThatOpensATenantIsRefusedOnEveryNodeOnceItIsSuspended() throws Exception {
    var key = here.keys.create(acme, "Shop", List.of("*"), null).key();
    var session = hands.session(slug);
    var tokens = hands.tokens(slug);
    var access = tokens.path("access_token").asString();
    var elsewhere = new Hands(there);
    assertThat(there.callerOfKey(key)).isNotNull();
    assertThat(elsewhere.visit("/console/members", session, null).statusCode()).isEqualTo(200);
    assertThat(elsewhere.ask("GET", "/v1/tenant", access, null).statusCode()).isEqualTo(200);

    suspend();

    await()
        .untilAsserted(
            () ->
                assertThat(elsewhere.ask("GET", "/v1/tenant", key, null).statusCode())
                    .isEqualTo(403));
    for (var node : List.of(hands, elsewhere)) {
      assertThat(Hands.code(node.ask("GET", "/v1/tenant", key, null)))
          .isEqualTo("tenant_suspended");
      assertThat(Hands.code(node.ask("GET", "/v1/tenant", access, null)))
          .isEqualTo("tenant_suspended");
      assertThat(Hands.code(node.ask("POST", "/v1/keys/verify", key, "{\"key\": \"" + key + "\"}")))
          .isEqualTo("tenant_suspended");
      var page = node.visit("/console/members", session, null);
      assertThat(page.statusCode()).isEqualTo(403);
      assertThat(page.body()).contains("suspended").doesNotContain("The " + slug);
    }
    var refresh = "{\"refresh_token\": \"%s\"}".formatted(tokens.path("refresh_token").asString());
    assertThat(Hands.code(hands.ask("POST", "/v1/tokens/refresh", null, refresh)))
        .isEqualTo("tenant_suspended");
    assertThatThrownBy(() -> hands.session(slug))
        .isInstanceOf(Forbidden.class)
        .hasMessageContaining("suspended");
    assertThat(here.sessions.memberships(acme)).isEmpty();

    var restored = hands.ask("DELETE", path + "/suspension", operator, null);
    assertThat(Hands.json(restored).path("state").asString()).isEqualTo("active");
    await()
        .untilAsserted(
            () ->
                assertThat(elsewhere.ask("GET", "/v1/tenant", key, null).statusCode())
                    .isEqualTo(200));
    assertThat(hands.ask("POST", "/v1/tokens/refresh", null, refresh).statusCode()).isEqualTo(201);
    assertThat(hands.visit("/console/members", session, null).statusCode()).isEqualTo(200);
  }

  @Test
  void aTestKeyOfASuspendedTenantIsRefusedToo() throws Exception {
    var draft =
        new dev.freehold.accounts.keys.KeyDraft(
            "Test", dev.freehold.accounts.keys.KeyMode.TEST, List.of("*"), null, List.of());
    var key = here.keys.create(acme, draft).key();
    assertThat(here.callerOfKey(key)).isNotNull();
    suspend();
    assertThat(Hands.code(hands.ask("GET", "/v1/tenant", key, null))).isEqualTo("tenant_suspended");
  }

  @Test
  void nobodyWithoutTheSecretLearnsThatATenantIsSuspended() {
    var key = here.keys.create(acme, "Shop", List.of("*"), null);
    suspend();
    here.database
        .superuser()
        .sql("update accounts.api_key set revoked_at = now() where id = :id")
        .param("id", key.id())
        .update();
    assertThat(hands.ask("GET", "/v1/tenant", key.key(), null).statusCode()).isEqualTo(401);
    assertThat(hands.ask("GET", "/v1/tenant", "fh_access_none", null).statusCode()).isEqualTo(401);
    assertThat(hands.visit("/console", "none", null).statusCode()).isEqualTo(302);
  }

  @Test
  void theBackgroundWorkOfASuspendedTenantWaitsAndGoesOnAfterwards() {
    suspend();
    here.database
        .superuser()
        .sql(
            """
            insert into kernel.outbox (tenant_id, type, payload)
            values (:tenant, 'nobody_listens', '{}')
            """)
        .param("tenant", acme.tenantId())
        .update();
    var fact =
        """
        select published_at is not null from kernel.outbox
        where type = 'nobody_listens' and tenant_id = '%s' and next_attempt_at > now()
          + interval '30 seconds'
        """
            .formatted(acme.tenantId());
    await().until(() -> here.stored(fact).equals("[f]"));
    hands.ask("DELETE", path + "/suspension", operator, null);
    here.database
        .superuser()
        .sql("update kernel.outbox set next_attempt_at = now() where tenant_id = :tenant")
        .param("tenant", acme.tenantId())
        .update();
    await()
        .until(
            () ->
                here.stored(
                        "select published_at is not null from kernel.outbox where tenant_id = '%s'"
                            .formatted(acme.tenantId()))
                    .equals("[t]"));
  }

  @Test
  void theTenantReadsWhoSuspendedItAndWhy() {
    suspend();
    assertThat(here.audit(acme).getFirst())
        .satisfies(
            entry -> {
              assertThat(entry.action()).isEqualTo("accounts.tenant.changed");
              assertThat(entry.actorName()).isEqualTo("Ada of house");
              assertThat(String.valueOf(entry.after())).contains("unpaid");
            });
  }

  @Test
  void theListFindsTenantsByNameAndStateAndGoesOnWhereItEnded() {
    var first = here.owner(slug + "-one");
    var second = here.owner(slug + "-two");
    here.keys.create(second, "Shop", List.of("*"), null);
    here.member(second, slug + "bob", Role.VIEWER);
    var list = "/v1/operator/tenants?search=" + slug + "-";
    var page = Hands.json(hands.ask("GET", list + "&limit=1", operator, null));
    assertThat(page.path("rows").size()).isEqualTo(1);
    var row = page.path("rows").path(0);
    assertThat(row.path("tenant_id").asString()).isEqualTo(second.tenantId().toString());
    assertThat(row.path("members").asInt()).isEqualTo(2);
    assertThat(row.path("keys").asInt()).isEqualTo(1);
    var cursor = page.path("next_cursor").asString();
    var next = Hands.json(hands.ask("GET", list + "&limit=1&cursor=" + cursor, operator, null));
    assertThat(next.path("rows").path(0).path("tenant_id").asString())
        .isEqualTo(first.tenantId().toString());
    assertThat(next.path("next_cursor").isNull()).isTrue();
    suspend();
    var suspended =
        Hands.json(
            hands.ask(
                "GET",
                "/v1/operator/tenants?state=suspended&search=" + acme.tenantId(),
                operator,
                null));
    assertThat(suspended.path("rows").size()).isEqualTo(1);
    assertThat(hands.ask("GET", list + "&state=none", operator, null).statusCode()).isEqualTo(400);
  }

  @Test
  void theOwnersOfTenantsAreRefusedEverywhere() {
    var access = hands.accessToken(slug);
    var session = hands.session(slug);
    var key = here.keys.create(acme, "Shop", List.of("*"), null).key();
    for (var bearer : List.of(access, key)) {
      assertThat(hands.ask("GET", "/v1/operator/tenants", bearer, null).statusCode())
          .isEqualTo(403);
      for (var act : List.of("/suspension", "/removal")) {
        assertThat(hands.ask("PUT", path + act, bearer, "{\"reason\": \"x\"}").statusCode())
            .isEqualTo(403);
        assertThat(hands.ask("DELETE", path + act, bearer, null).statusCode()).isEqualTo(403);
      }
    }
    for (var page : List.of("", "/" + acme.tenantId(), "/" + acme.tenantId() + "/removal")) {
      assertThat(hands.visit("/console/operator/tenants" + page, session, null).statusCode())
          .isEqualTo(403);
    }
    var stranger = here.caller(acme.tenantId(), UUID.randomUUID(), Role.OWNER);
    var tenants = here.bean(OperatedTenants.class);
    assertThatThrownBy(() -> tenants.get(stranger, acme.tenantId())).isInstanceOf(Forbidden.class);
    assertThatThrownBy(() -> tenants.remove(stranger, acme.tenantId(), "x"))
        .isInstanceOf(Forbidden.class);
  }

  @Test
  void aSessionOpensNothingOfTheApiHoweverTheAddressIsWritten() {
    var session = hands.session(slug);
    assertThat(hands.visit("/console/members", session, null).statusCode()).isEqualTo(200);
    for (var path : List.of("/v1/tenant", "/%76%31/tenant", "/%761/tenant", "/v%31/members")) {
      assertThat(hands.visit(path, session, null).statusCode()).as(path).isEqualTo(401);
    }
  }

  @Test
  void theOperatorsOwnTenantStays() {
    var own =
        Hands.json(hands.ask("GET", "/v1/operator/tenants?search=house", operator, null))
            .path("rows")
            .path(0)
            .path("tenant_id")
            .asString();
    for (var act : List.of("/suspension", "/removal")) {
      var answer =
          hands.ask("PUT", "/v1/operator/tenants/" + own + act, operator, "{\"reason\": \"x\"}");
      assertThat(Hands.code(answer)).isEqualTo("own_tenant");
    }
  }

  @Test
  void withoutARecentSignInNothingIsChanged() {
    var stale = hands.accessToken("house");
    var session = hands.session("house");
    here.database
        .superuser()
        .sql(
            """
            update accounts.session set confirmed_at = now() - interval '11 minutes'
            where token_hash in (sha256(:access::bytea), sha256(:session::bytea))
            """)
        .param("access", stale)
        .param("session", session)
        .update();
    assertThat(hands.ask("GET", path, stale, null).statusCode()).isEqualTo(200);
    var answer = hands.ask("PUT", path + "/suspension", stale, "{\"reason\": \"x\"}");
    assertThat(Hands.code(answer)).isEqualTo("sign_in_again");
    var form = "/console/operator/tenants/" + acme.tenantId() + "/suspension";
    var asked = hands.visit(form, session, "reason=x");
    assertThat(asked.statusCode()).isEqualTo(303);
    assertThat(asked.headers().firstValue("Location").orElse("")).contains("/account/confirm");
    assertThat(
            here.stored(
                "select suspended_at from accounts.tenant where slug = '%s'".formatted(slug)))
        .isEqualTo("[null]");
  }

  @Test
  void thePagesSuspendRestoreAndRemove() {
    var session = hands.session("house");
    var page = "/console/operator/tenants/" + acme.tenantId();
    assertThat(hands.visit("/console/operator/tenants?search=" + slug, session, null).body())
        .contains("The " + slug, "Active");
    assertThat(hands.visit(page + "/suspension", session, "reason=").statusCode()).isEqualTo(422);
    assertThat(hands.visit(page + "/suspension", session, "reason=unpaid").statusCode())
        .isEqualTo(303);
    assertThat(hands.visit(page, session, null).body()).contains("Suspended", "unpaid", "Restore");
    assertThat(hands.visit(page + "/removal", session, "reason=gone&confirm=no").statusCode())
        .isEqualTo(422);
    assertThat(hands.visit(page + "/removal", session, "reason=gone&confirm=" + slug).statusCode())
        .isEqualTo(303);
    assertThat(hands.visit(page, session, null).body()).contains("To be removed", "Cancel");
    assertThat(Hands.code(hands.ask("DELETE", path + "/suspension", operator, null)))
        .isEqualTo("tenant_being_removed");
    assertThat(hands.visit(page + "/restoration", session, "").statusCode()).isEqualTo(303);
    assertThat(hands.visit(page, session, null).body()).contains("Active");
    assertThat(
            here.stored("select id from accounts.tenant_removal where slug = '%s'".formatted(slug)))
        .isEqualTo("[]");
  }
}
