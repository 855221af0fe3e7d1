package dev.freehold.accounts.sso;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freehold.accounts.AccountsWorld;
import dev.freehold.accounts.Role;
import dev.freehold.accounts.access.Authentication;
import dev.freehold.accounts.sessions.Client;
import dev.freehold.kernel.error.Forbidden;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a tenant demands of its people, and what ends a session that a provider opened. */
class SsoRuleTest {

  private static final Client CLIENT = Client.at("203.0.113.9");

  private static SsoWorld world;

  @BeforeAll
  static void open() {
    world = new SsoWorld();
  }

  @AfterAll
  static void close() {
    world.close();
  }

  @Test
  void whereItIsRequiredThePasswordOpensNothingButForOwners() throws Exception {
    var owner = world.tenant("strict");
    world.prove(owner, "member.example");
    world.accounts.member(owner, "petra", Role.ADMIN);
    var sessions = world.accounts.sessions;
    var before = sessions.signIn("petra@member.example", AccountsWorld.PASSWORD, CLIENT);
    assertThat(world.accounts.callerOfSession(before)).isNotNull();

    world.setUp(owner, "strict", world.provider, true, true);
    await().until(() -> world.accounts.callerOfSession(before) == null);
    assertThatThrownBy(
            () -> sessions.signIn("petra@member.example", AccountsWorld.PASSWORD, CLIENT))
        .isInstanceOf(Forbidden.class)
        .hasMessageContaining("single sign-on alone");
    var breakGlass = sessions.signIn(AccountsWorld.email("strict"), AccountsWorld.PASSWORD, CLIENT);
    assertThat(world.accounts.callerOfSession(breakGlass)).isNotNull();

    world.provider.person("petra", "petra@member.example");
    var browser = world.browser();
    browser.logIn("strict", "petra");
    assertThat(world.signedIn(browser).tenantId()).isEqualTo(owner.tenantId());

    world.setUp(owner, "strict", world.provider, false, true);
    await().until(() -> world.accounts.callerOfSession(before) != null);
  }

  @Test
  void nobodySwitchesIntoSuchATenantFromAnother() throws Exception {
    var first = world.accounts.owner("elsewhere");
    var strict = world.tenant("closed");
    world.accounts.signUps.ensureMember(
        strict.tenantId(),
        AccountsWorld.email("elsewhere"),
        "Ada",
        AccountsWorld.PASSWORD,
        Role.ADMIN);
    world.setUp(strict, "closed", world.provider, true, true);
    var token =
        world.accounts.sessions.signIn(
            AccountsWorld.email("elsewhere"), AccountsWorld.PASSWORD, CLIENT);
    var caller = Objects.requireNonNull(world.accounts.callerOfSession(token));
    assertThat(caller.tenantId()).isEqualTo(first.tenantId());
    assertThatThrownBy(() -> world.accounts.sessions.switchTenant(caller, token, strict.tenantId()))
        .isInstanceOf(Forbidden.class);
  }

  @Test
  void theSessionsEndWithTheProviderAndTheMembership() throws Exception {
    var owner = world.tenant("ending");
    world.prove(owner, "ending.example");
    world.provider.person("elsa", "elsa@ending.example");
    world.provider.person("emil", "emil@ending.example");
    var elsa = world.browser();
    elsa.logIn("ending", "elsa");
    var emil = world.browser();
    emil.logIn("ending", "emil");
    world.accounts.members.suspend(owner, world.accounts.memberOf(world.signedIn(emil)).id());
    assertThat(world.caller(emil)).isNull();
    assertThat(world.browser().logIn("ending", "emil").status()).isEqualTo(403);

    assertThat(world.caller(elsa)).isNotNull();
    world.accounts.bean(IdentityProviders.class).remove(owner);
    await().until(() -> world.caller(elsa) == null);
    assertThat(world.browser().open("/login/sso/ending").status()).isEqualTo(404);
    assertThat(
            world.stored(
                "select s.id from accounts.session s join accounts.tenant t"
                    + " on t.tenant_id = s.provider_tenant where t.slug = 'ending'"))
        .isEqualTo("[]");
  }

  @Test
  void theProvidersSecondFactorCountsOnlyWhereItIsTrusted() throws Exception {
    var owner = world.accounts.owner("factors");
    world.setUp(owner, "factors", world.provider, false, true);
    world.prove(owner, "factors.example");
    world.provider.person("fred", "fred@factors.example");
    world
        .accounts
        .database
        .superuser()
        .sql("update accounts.tenant set require_second_factor = true where slug = 'factors'")
        .update();
    var fred = world.browser();
    fred.logIn("factors", "fred");
    assertThat(world.signedIn(fred).may("accounts.tenant:read")).isTrue();

    world.setUp(owner, "factors", world.provider, false, false);
    await().until(() -> world.signedIn(fred).may(Authentication.LACKS_SECOND_FACTOR));
    assertThat(world.signedIn(fred).may("accounts.tenant:read")).isFalse();
    assertThat(world.signedIn(fred).may(Authentication.SINGLE_SIGN_ON)).isTrue();
  }

  @Test
  void aDangerousActAsksTheProviderAgain() throws Exception {
    var owner = world.tenant("dangerous");
    world.accounts.member(owner, "dora", Role.ADMIN);
    world.prove(owner, "dora.example");
    world
        .accounts
        .database
        .superuser()
        .sql("update accounts.user_account set email = 'dora@dora.example' where name = 'dora'")
        .update();
    world.provider.person("dora", "dora@dora.example");
    var dora = world.browser();
    dora.logIn("dangerous", "dora");
    assertThat(dora.open("/console/keys/new").address().getPath()).isEqualTo("/console/keys/new");
    world
        .accounts
        .database
        .superuser()
        .sql("update accounts.session set confirmed_at = now() - interval '11 minutes'")
        .update();
    var asked = dora.open("/console/keys/new");
    assertThat(asked.text()).contains("Log in with your provider again");
    dora.open("/login/sso-again?next=%2Fconsole%2Fkeys%2Fnew");
    assertThat(dora.open("/console/keys/new").address().getPath()).isEqualTo("/console/keys/new");

    // It is the provider's own time that counts, not that of the redirect.
    world
        .provider
        .faults()
        .claims(
            claims -> claims.claim("auth_time", Instant.now().minusSeconds(3600).getEpochSecond()));
    try {
      dora.open("/login/sso-again");
      assertThat(dora.open("/console/keys/new").text()).contains("with your provider again");
    } finally {
      world.provider.faults().none();
    }
  }

  @Test
  void twoFirstLoginsAtOnceMakeOneAccount() throws Exception {
    var owner = world.tenant("racing");
    world.prove(owner, "racing.example");
    var directory = world.accounts.bean(SsoDirectory.class);
    var people = world.accounts.bean(SsoPeople.class);
    var provider = directory.ofSlug("racing").orElseThrow();
    var person = new VouchedFor("rosa", "rosa@racing.example", "Rosa", null);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<SsoPeople.Found> login = () -> people.find(provider, person);
      var found = threads.invokeAll(List.of(login, login, login, login));
      var first = found.getFirst().get();
      for (var one : found) {
        assertThat(one.get()).isEqualTo(first);
      }
    }
    assertThat(world.stored("select email from accounts.user_account where email like 'rosa@%'"))
        .isEqualTo("[rosa@racing.example]");
  }

  @Test
  void anUnverifiedAddressIsNoAddress() throws Exception {
    var owner = world.tenant("unverified");
    world.prove(owner, "unverified.example");
    world.provider.person("uwe", "uwe@unverified.example");
    world.provider.faults().claims(claims -> claims.claim("email_verified", false));
    try {
      assertThat(world.browser().logIn("unverified", "uwe").status()).isEqualTo(403);
    } finally {
      world.provider.faults().none();
    }
  }

  @Test
  void whoNeverHadAPasswordHasNone() {
    var owner = world.tenant("passwordless");
    world.prove(owner, "passwordless.example");
    world.provider.person("pia", "pia@passwordless.example");
    world.browser().logIn("passwordless", "pia");
    for (var guess : List.of("", "none", "null")) {
      assertThatThrownBy(
              () -> world.accounts.sessions.signIn("pia@passwordless.example", guess, CLIENT))
          .hasMessageContaining("is wrong");
    }
  }
}
