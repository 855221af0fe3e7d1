package dev.freehold.accounts.sso;

import dev.freehold.accounts.AccountsWorld;
import dev.freehold.accounts.Role;
import dev.freehold.accounts.TestDns;
import dev.freehold.accounts.access.Authentication;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.http.IfMatch;
import dev.freehold.provider.TestProvider;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Accounts in operation beside two real providers, which any tenant can use. */
final class SsoWorld implements AutoCloseable {

  final TestProvider provider = new TestProvider();
  final TestProvider another = new TestProvider();
  final AccountsWorld accounts =
      AccountsWorld.with(
          Map.of("freehold.outbound.allowed", provider.allowed() + "," + another.allowed()));

  /** A new tenant whose people come through the provider. */
  Caller tenant(String slug) {
    return tenant(slug, provider);
  }

  Caller tenant(String slug, TestProvider with) {
    var owner = accounts.owner(slug);
    setUp(owner, slug, with, false, true);
    return owner;
  }

  IdentityProvider setUp(
      Caller owner, String client, TestProvider with, boolean enforced, boolean trusted) {
    with.client(client, redirect(owner.tenantId()));
    return accounts
        .bean(IdentityProviders.class)
        .set(
            owner,
            new ProviderDraft(
                with.issuer(), client, TestProvider.SECRET, Role.MEMBER, enforced, trusted),
            IfMatch.ANY);
  }

  static String redirect(UUID tenant) {
    return "http://localhost/login/sso/callback/" + tenant;
  }

  /** A domain that the tenant proved to be its own. */
  void prove(Caller owner, String domain) {
    var domains = accounts.bean(SsoDomains.class);
    var claimed = domains.claim(owner, domain);
    accounts.bean(TestDns.class).put(claimed.recordName(), claimed.recordValue());
    domains.prove(owner, claimed.id());
  }

  Browser browser() {
    return new Browser(accounts.url());
  }

  /** Who the browser's session stands for. */
  @Nullable Caller caller(Browser browser) throws Exception {
    var token = browser.cookies.get(Authentication.COOKIE);
    return token == null ? null : accounts.callerOfSession(token);
  }

  Caller signedIn(Browser browser) throws Exception {
    return Objects.requireNonNull(caller(browser), "nobody is logged in");
  }

  String stored(String sql) {
    return accounts.stored(sql);
  }

  @Override
  public void close() {
    accounts.close();
    provider.close();
    another.close();
  }
}
