package dev.freehold.accounts.sso;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freehold.accounts.AccountsWorld;
import dev.freehold.accounts.Role;
import dev.freehold.accounts.access.Authentication;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.error.ApiException;
import dev.freehold.kernel.error.Conflict;
import dev.freehold.kernel.error.Forbidden;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.error.NotFound;
import dev.freehold.kernel.http.IfMatch;
import dev.freehold.provider.TestProvider;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A tenant sets up a provider that says it is somebody else. What does that open? */
class SsoTakeoverTest {

  private static SsoWorld world;
  private static Caller victim;
  private static Caller mallory;

  @BeforeAll
  static void open() {
    world = new SsoWorld();
    victim = world.accounts.owner("victim");
    mallory = world.tenant("mallory");
    world.prove(mallory, "mallory.example");
  }

  @AfterAll
  static void close() {
    world.close();
  }

  private static String join(Browser browser, Browser.Page page, String password) {
    assertThat(page.text()).contains("Is this account yours?");
    var state = page.address().getQuery().replaceAll("state=", "");
    return browser.submit("/login/sso-join", Map.of("state", state, "password", password)).text();
  }

  @Test
  void anAccountOfAnotherTenantsPersonIsNotTakenOver() throws Exception {
    world.provider.person("ada", AccountsWorld.email("victim"));
    var browser = world.browser();
    var page = browser.logIn("mallory", "ada");
    assertThat(page.text()).contains("Is this account yours?");
    assertThat(world.caller(browser)).isNull();
    assertThat(join(browser, page, "a guess at it")).contains("is wrong");
    assertThat(world.caller(browser)).isNull();
    assertThat(world.stored("select user_id from accounts.sso_identity where subject = 'ada'"))
        .isEqualTo("[]");
  }

  @Test
  void guessesAtAnAccountAreFew() {
    var careful = world.accounts.owner("careful");
    world.provider.person("careful", AccountsWorld.email("careful"));
    var browser = world.browser();
    var page = browser.logIn("mallory", "careful");
    for (int i = 0; i < SsoAttempts.WRONG_PROOFS; i++) {
      join(browser, page, "a guess at it");
    }
    var state = page.address().getQuery().replaceAll("state=", "");
    var end =
        browser.submit(
            "/login/sso-join", Map.of("state", state, "password", AccountsWorld.PASSWORD));
    assertThat(end.status()).as("the right one comes too late").isEqualTo(401);
    assertThat(careful.tenantId()).isNotEqualTo(mallory.tenantId());
  }

  @Test
  void whoShowsThatTheAccountIsTheirsIsLetIntoThisTenantAlone() throws Exception {
    var both = world.accounts.owner("both");
    var user = Objects.requireNonNull(both.actor().id());
    world.provider.person("both", AccountsWorld.email("both"));
    var browser = world.browser();
    join(browser, browser.logIn("mallory", "both"), AccountsWorld.PASSWORD);
    var caller = world.signedIn(browser);
    assertThat(caller.tenantId()).isEqualTo(mallory.tenantId());
    assertThat(caller.actor().id()).isEqualTo(user);
    assertThat(world.accounts.memberOf(caller).role()).isEqualTo(Role.MEMBER);

    // From now on whoever runs that provider can log in as this person. What that is worth:
    var again = world.browser();
    again.logIn("mallory", "both");
    var session = Objects.requireNonNull(again.cookies.get(Authentication.COOKIE));
    var impostor = world.signedIn(again);
    assertThat(impostor.tenantId()).isEqualTo(mallory.tenantId());
    assertThat(world.accounts.sessions.memberships(impostor))
        .as("not even which other tenants there are")
        .extracting("tenantId")
        .containsExactly(mallory.tenantId());
    assertThatThrownBy(
            () -> world.accounts.sessions.switchTenant(impostor, session, both.tenantId()))
        .isInstanceOf(NotFound.class);
    for (var page :
        List.of(
            "/console/account",
            "/console/account/second-factor",
            "/console/account/second-factor/app")) {
      var shown = again.open(page);
      assertThat(shown.status()).as(page).isEqualTo(403);
      assertThat(shown.text()).doesNotContain("203.0.113");
    }
    assertThat(again.submit("/console/account/password", Map.of("password", "x")).status())
        .isEqualTo(403);
    assertThat(again.submit("/console/account", Map.of("name", "Mallory")).status()).isEqualTo(403);

    // And if the row were forced over, the look-up refuses it all the same.
    world
        .accounts
        .database
        .superuser()
        .sql(
            "update accounts.session set tenant_id = :to where provider_id is not null and user_id = :user")
        .param("to", both.tenantId())
        .param("user", user)
        .update();
    await().until(() -> world.caller(again) == null);
  }

  @Test
  void anInvitationOfAnotherTenantIsNotAcceptedThroughAProvider() throws Exception {
    world.provider.person("invited", "invited@mallory.example");
    var browser = world.browser();
    browser.logIn("mallory", "invited");
    var offer =
        world
            .accounts
            .bean(dev.freehold.accounts.invitations.Invitations.class)
            .create(victim, "invited@mallory.example", Role.ADMIN);
    var path = java.net.URI.create(Objects.requireNonNull(offer.link())).getPath();
    var page = browser.submit(path, Map.of());
    assertThat(page.text()).contains("wrong");
    assertThat(
            world
                .accounts
                .members
                .list(victim, dev.freehold.kernel.http.PageRequest.first(100))
                .rows())
        .extracting("email")
        .doesNotContain("invited@mallory.example");
  }

  @Test
  void anAddressOfADomainThatWasNotProvenIsNoNewAccount() throws Exception {
    world.provider.person("nobody", "nobody@bank.example");
    var browser = world.browser();
    assertThat(browser.logIn("mallory", "nobody").status()).isEqualTo(403);
    world.accounts.bean(SsoDomains.class).claim(mallory, "bank.example");
    assertThat(world.browser().logIn("mallory", "nobody").status()).as("a claim").isEqualTo(403);
    assertThat(world.accounts.bean(SsoDirectory.class).ofEmail("nobody@bank.example")).isEmpty();
    assertThat(world.stored("select id from accounts.user_account where email like '%bank%'"))
        .isEqualTo("[]");
  }

  @Test
  void aDomainIsOneTenantsAndOnlyByItsRecord() {
    var domains = world.accounts.bean(SsoDomains.class);
    var claimed = domains.claim(mallory, "shared.example");
    assertThat(domains.claim(mallory, "SHARED.example").challenge()).isEqualTo(claimed.challenge());
    assertThatThrownBy(() -> domains.prove(mallory, claimed.id()))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("no TXT record");
    world.prove(victim, "shared.example");
    var dns = world.accounts.bean(dev.freehold.accounts.TestDns.class);
    dns.put(claimed.recordName(), claimed.recordValue());
    assertThatThrownBy(() -> domains.prove(mallory, claimed.id()))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("Another tenant proved");
    assertThatThrownBy(() -> domains.remove(victim, claimed.id())).isInstanceOf(NotFound.class);
  }

  @Test
  void membersAreJoinedByTheirAddressButOwnersShowThatItIsThem() throws Exception {
    var admin = world.accounts.member(mallory, "alma", Role.ADMIN);
    world.prove(mallory, "member.example");
    world.provider.person("alma", "alma@member.example");
    var browser = world.browser();
    browser.logIn("mallory", "alma");
    assertThat(world.signedIn(browser).actor().id()).isEqualTo(admin.actor().id());
    assertThat(world.accounts.memberOf(admin).role()).isEqualTo(Role.ADMIN);

    world.provider.person("boss", AccountsWorld.email("mallory"));
    var boss = world.browser();
    var page = boss.logIn("mallory", "boss");
    assertThat(world.caller(boss)).isNull();
    join(boss, page, AccountsWorld.PASSWORD);
    assertThat(world.signedIn(boss).actor().id()).isEqualTo(mallory.actor().id());

    // An address that was given to somebody else at the provider is not the former one's account.
    world.provider.person("successor", "alma@member.example");
    var successor = world.browser();
    assertThat(successor.logIn("mallory", "successor").text()).contains("Is this account yours?");
    assertThat(world.caller(successor)).isNull();
  }

  @Test
  void whoMaySetUpAProviderMayMakeAdmins() {
    var manager = world.accounts.member(mallory, "mara", Role.MANAGER);
    var providers = world.accounts.bean(IdentityProviders.class);
    var draft =
        new ProviderDraft(
            world.provider.issuer(), "mallory", TestProvider.SECRET, Role.VIEWER, false, true);
    assertThatThrownBy(() -> providers.set(manager, draft, IfMatch.ANY))
        .isInstanceOf(Forbidden.class);
    assertThatThrownBy(() -> providers.remove(manager)).isInstanceOf(Forbidden.class);
    assertThatThrownBy(
            () ->
                providers.set(
                    mallory,
                    new ProviderDraft(
                        world.provider.issuer(), "mallory", "x", Role.OWNER, false, true),
                    IfMatch.ANY))
        .isInstanceOf(Invalid.class);
  }

  @Test
  void aSecretIsKeptEncryptedAndGoesToNoOtherIssuer() {
    var owner = world.tenant("secretive");
    assertThat(
            world.stored("select encode(client_secret, 'escape') from accounts.identity_provider"))
        .doesNotContain(TestProvider.SECRET);
    assertThat(world.accounts.audit(owner).toString()).doesNotContain(TestProvider.SECRET);
    var providers = world.accounts.bean(IdentityProviders.class);
    assertThatThrownBy(
            () ->
                providers.set(
                    owner,
                    new ProviderDraft(
                        world.another.issuer(), "secretive", null, Role.MEMBER, false, true),
                    IfMatch.ANY))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("client_secret");
    var kept =
        providers.set(
            owner,
            new ProviderDraft(world.provider.issuer(), "secretive", null, Role.VIEWER, false, true),
            IfMatch.ANY);
    assertThat(kept.defaultRole()).isEqualTo(Role.VIEWER);
  }

  @Test
  void anIssuerInsideTheOperatorsNetworkIsRefused() {
    var providers = world.accounts.bean(IdentityProviders.class);
    for (var issuer :
        List.of(
            "http://login.acme.example", "https://user@a.example", "ftp://a.example", "nothing")) {
      assertThatThrownBy(() -> providers.set(mallory, draft(issuer), IfMatch.ANY))
          .as(issuer)
          .isInstanceOf(Invalid.class);
    }
    for (var issuer : List.of("https://169.254.169.254", "https://localhost:1", "https://[::1]")) {
      assertThatThrownBy(() -> world.accounts.bean(ProviderDocuments.class).check(issuer))
          .as(issuer)
          .isInstanceOf(ApiException.class)
          .hasMessageContaining("public network");
    }
  }

  private static ProviderDraft draft(String issuer) {
    return new ProviderDraft(issuer, "mallory", "secret", Role.VIEWER, false, true);
  }
}
