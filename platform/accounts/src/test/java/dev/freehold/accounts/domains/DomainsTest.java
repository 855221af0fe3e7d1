package dev.freehold.accounts.domains;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.freehold.accounts.AccountsWorld;
import dev.freehold.accounts.branding.Branding;
import dev.freehold.accounts.branding.TenantSettingsChange;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.console.Brand;
import dev.freehold.kernel.error.ApiException;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.error.NotFound;
import dev.freehold.kernel.http.IfMatch;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

/** Domains that are proven in a DNS of our own, over the wire. */
class DomainsTest {

  private static int number;
  private static DnsServer dns;
  private static AccountsWorld world;
  private static Domains domains;

  private Caller acme;
  private Caller globex;
  private String host;

  @BeforeAll
  static void open() {
    dns = new DnsServer();
    world = AccountsWorld.with(Map.of("freehold.domains.dns-server", dns.address()));
    domains = world.bean(Domains.class);
  }

  @AfterAll
  static void close() {
    world.close();
    dns.close();
  }

  @BeforeEach
  void twoTenants() {
    acme = world.owner("acme" + ++number);
    globex = world.owner("globex" + number);
    host = "console" + number + ".shop.example";
    dns.fail(false);
  }

  private static CustomDomain proven(Caller tenant, String host) {
    var domain = domains.claim(tenant, host);
    dns.set(domain.recordName(), "v=spf1 -all", domain.recordValue());
    return domains.verify(tenant, domain.id());
  }

  private static Optional<Brand> brand(String host) {
    var request = new MockHttpServletRequest("GET", "/login");
    request.setServerName(host);
    return world.bean(HostBrands.class).of(request);
  }

  private static String outcome(Runnable work) {
    var refused = catchThrowableOfType(ApiException.class, work::run);
    return refused == null ? "done" : refused.code().code();
  }

  @ParameterizedTest
  @CsvSource({
    "Console.Acme.Example, console.acme.example",
    "' acme.example. ', acme.example",
    "bücher.example, xn--bcher-kva.example",
    "XN--BCHER-KVA.example, xn--bcher-kva.example"
  })
  void aHostIsKeptAsTheDnsHasIt(String text, String host) {
    var domain = domains.claim(acme, text);
    assertThat(domain.host()).isEqualTo(host);
    assertThat(domain.recordName()).isEqualTo("_freehold-challenge." + host);
    assertThat(domain.recordValue()).matches("freehold-verification=[0-9A-Za-z]{32}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "example",
        "localhost",
        "192.0.2.7",
        "0x7f.1",
        "[::1]",
        "a..example",
        "-a.example",
        "a_b.example",
        "a.example:8080",
        "https://a.example",
        "a.example/x",
        "a b.example",
        "*.example.com",
        "printer.local",
        "db.internal",
        "freehold.test",
        "sub.freehold.test",
        "test\u3002"
      })
  void whatIsNoHostOfATenantIsRefused(String text) {
    assertThatThrownBy(() -> HostName.checked(text, "https://freehold.test"))
        .isInstanceOfSatisfying(
            Invalid.class, e -> assertThat(e.fields().getFirst().field()).isEqualTo("host"));
  }

  @Test
  void aHostIsTheirsWhoseRecordStandsInTheDns() {
    var domain = domains.claim(acme, host);
    assertThat(outcome(() -> domains.verify(acme, domain.id()))).isEqualTo("domain_not_proven");
    dns.set(domain.recordName(), "freehold-verification=somebody-elses");
    assertThat(outcome(() -> domains.verify(acme, domain.id()))).isEqualTo("domain_not_proven");
    dns.set(host, domain.recordValue());
    assertThat(outcome(() -> domains.verify(acme, domain.id()))).isEqualTo("domain_not_proven");
    assertThat(brand(host)).isEmpty();
    dns.set(domain.recordName(), "v=spf1 -all", domain.recordValue());
    assertThat(domains.verify(acme, domain.id()).verifiedAt()).isNotNull();
    assertThat(brand(host)).hasValueSatisfying(b -> assertThat(b.name()).startsWith("The acme"));
    assertThat(brand(host.toUpperCase(java.util.Locale.ROOT))).isPresent();
    assertThat(outcome(() -> domains.claim(acme, host))).isEqualTo("domain_claimed");
    domains.remove(acme, domain.id());
    assertThat(brand(host)).isEmpty();
  }

  @Test
  void whenTheDnsDoesNotAnswerNothingIsDecided() {
    var domain = proven(acme, host);
    dns.fail(true);
    assertThat(outcome(() -> domains.verify(acme, domain.id()))).isEqualTo("dns_unreachable");
    age(domain, "checked_at = now() - interval '2 days'");
    world.bean(DomainChecks.class).run();
    assertThat(domains.get(acme, domain.id()).missingSince()).isNull();
    assertThat(brand(host)).isPresent();
  }

  @Test
  void ofTwoTenantsWhoProveAHostAtOnceOneGetsIt() throws Exception {
    for (int round = 0; round < 5; round++) {
      var contested = "r" + round + "." + host;
      var ours = domains.claim(acme, contested);
      var theirs = domains.claim(globex, contested);
      dns.set(ours.recordName(), ours.recordValue(), theirs.recordValue());
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Callable<String>> both =
            List.of(
                () -> outcome(() -> domains.verify(acme, ours.id())),
                () -> outcome(() -> domains.verify(globex, theirs.id())));
        var outcomes = threads.invokeAll(both).stream().map(Future::resultNow).toList();
        assertThat(outcomes).containsExactlyInAnyOrder("done", "domain_taken");
      }
      assertThat(
              Stream.of(domains.get(acme, ours.id()), domains.get(globex, theirs.id()))
                  .filter(domain -> domain.verifiedAt() != null))
          .hasSize(1);
    }
  }

  @Test
  void aRecordThatIsMissingForSevenDaysEndsTheDomain() {
    var domain = proven(acme, host);
    var checks = world.bean(DomainChecks.class);
    dns.set(domain.recordName());
    checks.run();
    assertThat(domains.get(acme, domain.id()).missingSince()).as("checked today already").isNull();

    age(domain, "checked_at = now() - interval '25 hours'");
    checks.run();
    assertThat(domains.get(acme, domain.id()).missingSince()).isNotNull();
    assertThat(brand(host)).isPresent();

    dns.set(domain.recordName(), domain.recordValue());
    age(domain, "checked_at = now() - interval '25 hours'");
    checks.run();
    assertThat(domains.get(acme, domain.id()).missingSince()).as("back in time").isNull();

    dns.set(domain.recordName());
    var theirs = domains.claim(globex, host);
    dns.set(theirs.recordName(), theirs.recordValue());
    assertThat(outcome(() -> domains.verify(globex, theirs.id()))).isEqualTo("domain_taken");
    age(
        domain,
        "checked_at = now() - interval '25 hours', missing_since = now() - interval '8 days'");
    checks.run();
    var ended = domains.get(acme, domain.id());
    assertThat(ended.verifiedAt()).isNull();
    assertThat(ended.missingSince()).isNull();
    assertThat(domains.verify(globex, theirs.id()).verifiedAt()).isNotNull();
    assertThat(brand(host)).hasValueSatisfying(b -> assertThat(b.name()).startsWith("The globex"));
    var entry = world.audit(acme).getFirst();
    assertThat(entry.actorName()).isEqualTo("domain checks");
  }

  private static void age(CustomDomain domain, String what) {
    world
        .database
        .superuser()
        .sql("update accounts.custom_domain set " + what + " where id = :id")
        .param("id", domain.id())
        .update();
  }

  @Test
  void aTenantThatIsOutShowsNothing() {
    proven(acme, host);
    world
        .database
        .superuser()
        .sql("update accounts.tenant set suspended_at = now() where tenant_id = :id")
        .param("id", acme.tenantId())
        .update();
    world.bean(HostBrands.class).forget(host);
    assertThat(brand(host)).isEmpty();
  }

  @Test
  void anotherTenantsDomainIsNotThere() {
    var domain = domains.claim(acme, host);
    assertThatThrownBy(() -> domains.get(globex, domain.id())).isInstanceOf(NotFound.class);
    assertThatThrownBy(() -> domains.verify(globex, domain.id())).isInstanceOf(NotFound.class);
    assertThatThrownBy(() -> domains.remove(globex, domain.id())).isInstanceOf(NotFound.class);
    for (int i = 1; i < Domains.MOST; i++) {
      domains.claim(acme, "n" + i + "." + host);
    }
    assertThat(outcome(() -> domains.claim(acme, "more." + host))).isEqualTo("too_many_domains");
  }

  /** Hosts are whatever a client writes into the header. */
  @Test
  void theLoginPageIsTheTenantsUnderItsOwnDomainAlone() throws Exception {
    world
        .bean(Branding.class)
        .update(
            acme,
            new TenantSettingsChange(null, null, "help@acme.example", "#1a56c4"),
            IfMatch.ANY);
    var claimed = domains.claim(acme, "only-claimed." + host);
    proven(acme, host);
    assertThat(login(host))
        .contains("The acme" + number, "/assets/accent/1a56c4.css", "help@acme.example");
    for (var other : List.of("localhost", claimed.host(), "x" + host, "a'b.example", "..", "%00")) {
      assertThat(login(other)).as(other).doesNotContain("The acme");
    }
  }

  private static String login(String host) throws Exception {
    try (var socket = new Socket("localhost", URI.create(world.url()).getPort())) {
      socket
          .getOutputStream()
          .write(
              ("GET /login HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
