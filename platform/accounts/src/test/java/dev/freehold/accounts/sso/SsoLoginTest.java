package dev.freehold.accounts.sso;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.accounts.Role;
import dev.freehold.accounts.access.Authentication;
import dev.freehold.kernel.Caller;
import dev.freehold.provider.TestProvider;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;

/**
 * The protocol against a real provider, and what becomes of a login when it is not to be trusted.
 */
class SsoLoginTest {

  private static SsoWorld world;
  private static Caller owner;

  @BeforeAll
  static void open() {
    world = new SsoWorld();
    owner = world.tenant("acme");
    world.prove(owner, "acme.example");
    world.provider.person("wanda", "wanda@acme.example");
  }

  @AfterAll
  static void close() {
    world.close();
  }

  @AfterEach
  void right() {
    world.provider.faults().none();
  }

  @Test
  void whoeverComesForTheFirstTimeIsMadeAMemberAndComesBackAsTheSame() throws Exception {
    world.provider.person("norma", "norma@acme.example");
    var first = world.browser();
    first.logIn("acme", "norma");
    var caller = world.signedIn(first);
    assertThat(caller.tenantId()).isEqualTo(owner.tenantId());
    assertThat(caller.actor().name()).isEqualTo("The norma");
    assertThat(world.accounts.memberOf(caller).role()).isEqualTo(Role.MEMBER);
    assertThat(world.accounts.memberOf(caller).email()).isEqualTo("norma@acme.example");

    // Her address changes at the provider; she does not.
    world.provider.person("norma", "norma.new@acme.example");
    var second = world.browser();
    second.logIn("acme", "norma");
    assertThat(world.signedIn(second).actor().id()).isEqualTo(caller.actor().id());
  }

  @Test
  void anAddressOfAProvenDomainLeadsToTheProviderAndAnyOtherToThePassword() throws Exception {
    var wanda = world.browser();
    var leave = wanda.submit("/login", java.util.Map.of("email", "Wanda@ACME.example"));
    assertThat(leave.text()).contains("You are led there now");
    var page = wanda.open("/login/sso/acme?email=Wanda%40ACME.example");
    assertThat(page.address().toString()).startsWith(world.provider.issuer());
    wanda.atProvider(page, "wanda");
    assertThat(world.signedIn(wanda).tenantId()).isEqualTo(owner.tenantId());

    var other = world.browser().submit("/login/sso", java.util.Map.of("email", "a@other.example"));
    assertThat(other.text()).contains("needed to log in with this address");
  }

  @Test
  void theRequestCarriesAProofKeyAStateAndANonceOfItsOwn() throws Exception {
    var seen = new java.util.HashSet<String>();
    for (int i = 0; i < 2; i++) {
      var begun =
          world
              .accounts
              .bean(SsoLogins.class)
              .begin(
                  world.accounts.bean(SsoDirectory.class).ofSlug("acme").orElseThrow(),
                  "/console",
                  "wanda@acme.example",
                  false);
      var query = begun.location().getQuery();
      assertThat(query)
          .contains("code_challenge_method=S256", "response_type=code", "login_hint=wanda")
          .contains("redirect_uri=" + SsoWorld.redirect(owner.tenantId()));
      for (var name : List.of("state", "nonce", "code_challenge")) {
        var value = query.replaceAll(".*(^|&)" + name + "=([^&]+).*", "$2");
        assertThat(value).hasSize(43);
        assertThat(seen.add(value)).as(name).isTrue();
      }
      assertThat(query).doesNotContain(begun.half().secret());
    }
  }

  private void refused(Consumer<JwtClaimsSet.Builder> fault, String why) throws Exception {
    world.provider.faults().claims(fault);
    refused(why);
  }

  private void refused(String why) throws Exception {
    var browser = world.browser();
    var page = browser.logIn("acme", "wanda");
    assertThat(page.status()).as(page.text()).isEqualTo(502);
    assertThat(page.text()).contains(why);
    assertThat(world.caller(browser)).isNull();
  }

  @Test
  void aTokenThatIsNotOfThisLoginIsRefused() throws Exception {
    refused(claims -> claims.claim("nonce", "another"), "nonce");
    refused(claims -> claims.audience(List.of("another-client")), "audience");
    refused(claims -> claims.issuer("https://elsewhere.example"), "issuer");
    refused(
        claims ->
            claims
                .issuedAt(Instant.now().minusSeconds(600))
                .expiresAt(Instant.now().minusSeconds(300)),
        "xpired");
  }

  @Test
  void aTokenThatIsNotSignedByAPublishedKeyIsRefused() throws Exception {
    world.provider.faults().unsigned();
    refused("ID token is not good");
    world.provider.faults().none();
    world.provider.faults().signedBySecret(TestProvider.SECRET);
    refused("ID token is not good");
    world.provider.faults().none();
    world.provider.faults().signedBy(world.provider.forger());
    refused("ID token is not good");
  }

  @Test
  void aKeyThatTheProviderChangedIsFetchedAnew() throws Exception {
    var owner = world.tenant("rotating", world.another);
    world.prove(owner, "rotating.example");
    world.another.person("ruth", "ruth@rotating.example");
    world.browser().logIn("rotating", "ruth");
    world.another.rotateKey();
    var after = world.browser();
    after.logIn("rotating", "ruth");
    assertThat(world.signedIn(after).tenantId()).isEqualTo(owner.tenantId());
  }

  @Test
  void aLoginIsGoodOnceAndInTheBrowserThatBeganIt() throws Exception {
    var wanda = world.browser();
    var back = wanda.wayBack(wanda.open("/login/sso/acme"), "wanda");

    var thief = world.browser();
    assertThat(thief.go(back).status()).isEqualTo(401);
    assertThat(world.caller(thief)).isNull();
    var half = new Browser(world.accounts.url());
    half.cookies.put(BrowserHalf.COOKIE, "x".repeat(43));
    assertThat(half.go(back).status()).isEqualTo(401);

    var cookies = java.util.Map.copyOf(wanda.cookies);
    wanda.go(back);
    assertThat(world.signedIn(wanda).tenantId()).isEqualTo(owner.tenantId());
    wanda.cookies.clear();
    wanda.cookies.putAll(cookies);
    assertThat(wanda.go(back).status()).as("sent a second time").isEqualTo(401);
    assertThat(world.caller(wanda)).isNull();
  }

  @Test
  void aLoginThatTookTooLongIsOver() throws Exception {
    var wanda = world.browser();
    var back = wanda.wayBack(wanda.open("/login/sso/acme"), "wanda");
    world
        .accounts
        .database
        .superuser()
        .sql("update accounts.sso_attempt set expires_at = now()")
        .update();
    assertThat(wanda.go(back).status()).isEqualTo(401);
    assertThat(world.caller(wanda)).isNull();
    assertThat(world.accounts.bean(SsoAttempts.class).deleteExpired()).isPositive();
  }

  /** A provider that another tenant runs sends its own answer to this tenant's login. */
  @Test
  void whatOneTenantsProviderAnsweredOpensNothingOfAnother() throws Exception {
    var evil = world.tenant("mixing", world.another);
    world.prove(evil, "mixing.example");
    world.another.person("mallory", "mallory@mixing.example");

    var browser = world.browser();
    var back = browser.wayBack(browser.open("/login/sso/mixing"), "mallory");
    var elsewhere =
        URI.create(
            back.toString().replace(evil.tenantId().toString(), owner.tenantId().toString()));
    assertThat(browser.go(elsewhere).status()).isEqualTo(401);
    assertThat(world.caller(browser)).isNull();
    assertThat(browser.go(back).status()).as("it is used up with that").isEqualTo(401);

    // The other provider's code under this login's state: the code is not taken, nor its issuer.
    var first = world.browser();
    var mixed = first.wayBack(first.open("/login/sso/acme"), "wanda");
    var code = back.getQuery().replaceAll(".*code=([^&]+).*", "$1");
    assertThat(
            first
                .go(URI.create(mixed.toString().replaceAll("code=[^&]+", "code=" + code)))
                .status())
        .isEqualTo(502);
    var second = world.browser();
    mixed = second.wayBack(second.open("/login/sso/acme"), "wanda");
    assertThat(second.go(URI.create(mixed + "&iss=" + world.another.issuer())).status())
        .isEqualTo(502);
    assertThat(world.caller(first)).isNull();
    assertThat(world.caller(second)).isNull();
  }

  @Test
  void theIssuerMustBeSpelledAsTheProviderSpellsIt() throws Exception {
    var owner = world.accounts.owner("misspelt");
    world
        .accounts
        .bean(IdentityProviders.class)
        .set(
            owner,
            new ProviderDraft(
                world.provider.issuer() + "/", "misspelt", "secret", Role.VIEWER, false, true),
            dev.freehold.kernel.http.IfMatch.ANY);
    var page = world.browser().open("/login/sso/misspelt");
    assertThat(page.status()).isEqualTo(502);
    assertThat(page.text()).contains("names the issuer");
  }

  @Test
  void aProviderThatSaysTheAddressOnlyWhenItIsAskedIsAsked() throws Exception {
    world.provider.person("ines", "ines@acme.example");
    world
        .provider
        .faults()
        .claims(claims -> claims.claims(all -> all.keySet().removeAll(List.of("email", "name"))));
    var ines = world.browser();
    ines.logIn("acme", "ines");
    assertThat(world.accounts.memberOf(world.signedIn(ines)).email())
        .isEqualTo("ines@acme.example");

    world.provider.person("igor", "igor@acme.example");
    world.provider.faults().userInfoOf("wanda");
    var igor = world.browser();
    assertThat(igor.logIn("acme", "igor").text()).contains("userinfo is of another subject");
    assertThat(world.caller(igor)).isNull();
  }

  @Test
  void aSessionThatTheBrowserHadBeforeIsNotTheOneItHasAfter() throws Exception {
    var wanda = world.browser();
    wanda.cookies.put(Authentication.COOKIE, "planted-by-somebody-else-before-the-login");
    wanda.logIn("acme", "wanda");
    var first = wanda.cookies.get(Authentication.COOKIE);
    assertThat(first).isNotEqualTo("planted-by-somebody-else-before-the-login");
    wanda.go(URI.create(world.accounts.url() + "/login/sso/acme"));
    assertThat(wanda.cookies.get(Authentication.COOKIE)).isNotEqualTo(first);
    assertThat(world.accounts.callerOfSession(String.valueOf(first))).isNull();
  }

  @Test
  void theLoginLeadsOnToPagesOfOursAlone() throws Exception {
    var wanda = world.browser();
    var page = wanda.open("/login/sso/acme?next=https%3A%2F%2Fevil.example%2F");
    var end = wanda.atProvider(page, "wanda");
    assertThat(end.address().toString()).startsWith(world.accounts.url() + "/console");
  }
}
