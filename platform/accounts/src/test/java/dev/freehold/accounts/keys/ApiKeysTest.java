package dev.freehold.accounts.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.accounts.AccountsError;
import dev.freehold.accounts.AccountsWorld;
import dev.freehold.accounts.Role;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.error.ApiException;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.error.NotFound;
import dev.freehold.kernel.http.PageRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ApiKeysTest {

  private static AccountsWorld world;
  private static Caller acme;
  private static Caller globex;

  @BeforeAll
  static void open() {
    world = new AccountsWorld();
    acme = world.owner("acme");
    globex = world.owner("globex");
  }

  @AfterAll
  static void close() {
    world.close();
  }

  private static NewApiKey make(String... scopes) {
    return world.keys.create(acme, "Shop", List.of(scopes), null);
  }

  @Test
  void aKeyActsForItsTenantWithItsScopesAndNoOthers() throws Exception {
    var key = make("shop.orders:read");
    var caller = Objects.requireNonNull(world.callerOfKey(key.key()));
    assertThat(caller.tenantId()).isEqualTo(acme.tenantId());
    assertThat(caller.actor().id()).isEqualTo(key.id());
    assertThat(caller.permissions()).containsExactly("shop.orders:read");
  }

  @Test
  void theSecretIsShownOnceAndStoredAsAHashOnly() {
    var key = make("shop.orders:read");
    var secret = key.key().substring(key.key().length() - 36);
    assertThat(world.stored("select k::text from accounts.api_key k"))
        .contains(key.publicId())
        .doesNotContain(secret);
    assertThat(world.stored("select a::text from kernel.audit_log a"))
        .contains("accounts.api_key.created", "[redacted]")
        .doesNotContain(secret);
    assertThat(world.keys.get(acme, key.id()).toString()).doesNotContain(secret);
    assertThat(key.toString()).doesNotContain(secret);
  }

  @Test
  void aRevokedKeyStopsAtOnce() throws Exception {
    var key = make("shop.orders:read");
    assertThat(world.callerOfKey(key.key())).isNotNull();
    var revoked = world.keys.revoke(acme, key.id(), null);
    assertThat(world.callerOfKey(key.key())).isNull();
    assertThat(world.keys.revoke(acme, key.id(), null).revokedAt()).isEqualTo(revoked.revokedAt());
  }

  @Test
  void anExpiredKeyOpensNothing() throws Exception {
    var key =
        world.keys.create(
            acme, "Short", List.of("shop.orders:read"), Instant.now().plus(Duration.ofDays(1)));
    world
        .database
        .superuser()
        .sql("update accounts.api_key set expires_at = now() where id = :id")
        .param("id", key.id())
        .update();
    assertThat(world.callerOfKey(key.key())).isNull();
    assertThatThrownBy(
            () -> world.keys.create(acme, "Past", List.of("shop.orders:read"), Instant.now()))
        .isInstanceOf(Invalid.class)
        .hasMessage("expires_at must lie in the future");
  }

  @Test
  void aKeyOfAnotherSecretOrUnknownOpensNothing() throws Exception {
    make("shop.orders:read");
    assertThat(world.callerOfKey(KeyText.generate(KeyMode.LIVE).whole())).isNull();
    assertThat(world.callerOfKey("fh_live_nonsense")).isNull();
  }

  @Test
  void aKeyCanDoNoMoreThanItsMaker() {
    var viewer =
        world.caller(acme.tenantId(), Objects.requireNonNull(acme.actor().id()), Role.VIEWER);
    assertThatThrownBy(() -> world.keys.create(viewer, "Sly", List.of("shop.orders:write"), null))
        .isInstanceOf(Invalid.class)
        .extracting(failure -> ((ApiException) failure).code())
        .isEqualTo(AccountsError.UNKNOWN_SCOPE);
    assertThat(world.keys.create(viewer, "All", List.of("*"), null).scopes())
        .containsExactly("shop.orders:read");
  }

  @Test
  void aScopeThatIsNoPermissionIsRefused() {
    for (var scopes : List.of(List.of("shop.orders:burn"), List.of("*", "shop.orders:read"))) {
      assertThatThrownBy(() -> world.keys.create(acme, "Odd", scopes, null))
          .isInstanceOf(Invalid.class)
          .hasMessageContaining("is not a permission that you hold");
    }
  }

  @Test
  void aStarStandsForAllThatItsMakerHolds() {
    assertThat(make("*").scopes())
        .containsExactlyElementsOf(acme.permissions().stream().sorted().toList());
  }

  @Test
  void scopesAreKeptOnceAndInOrder() {
    assertThat(make("shop.orders:write", "shop.orders:read", "shop.orders:write").scopes())
        .containsExactly("shop.orders:read", "shop.orders:write");
  }

  @Test
  void anotherTenantsKeysAreNotThere() {
    var key = make("shop.orders:read");
    assertThatThrownBy(() -> world.keys.get(globex, key.id())).isInstanceOf(NotFound.class);
    assertThatThrownBy(() -> world.keys.revoke(globex, key.id(), null))
        .isInstanceOf(NotFound.class);
    assertThat(world.keys.list(globex, PageRequest.first(100)).rows()).isEmpty();
    assertThat(world.keys.list(acme, PageRequest.first(100)).rows())
        .extracting(ApiKey::id)
        .contains(key.id());
    assertThat(world.keys.get(acme, key.id()).revokedAt()).isNull();
  }

  @Test
  void aRolledKeyWorksBesideItsSuccessorForTheOverlapAlone() throws Exception {
    var old = make("shop.orders:read");
    var successor = world.keys.roll(acme, old.id(), Duration.ofHours(1), null);
    assertThat(successor.rolledFrom()).isEqualTo(old.id());
    assertThat(successor.scopes()).isEqualTo(old.scopes());
    assertThat(world.callerOfKey(old.key())).isNotNull();
    assertThat(world.callerOfKey(successor.key())).isNotNull();
    assertThat(Objects.requireNonNull(world.keys.get(acme, old.id()).expiresAt()))
        .isBetween(
            Instant.now().plus(Duration.ofMinutes(59)), Instant.now().plus(Duration.ofMinutes(61)));

    world.keys.roll(acme, successor.id(), Duration.ZERO, null);
    assertThat(world.callerOfKey(successor.key())).isNull();
    assertThatThrownBy(() -> world.keys.roll(acme, successor.id(), Duration.ZERO, null))
        .hasMessageContaining("has ended already");
    assertThatThrownBy(
            () -> world.keys.roll(acme, old.id(), ApiKeys.MAX_OVERLAP.plusSeconds(1), null))
        .hasMessageContaining("overlap_seconds must lie between 0 and 2592000");
    assertThatThrownBy(() -> world.keys.roll(globex, old.id(), Duration.ZERO, null))
        .isInstanceOf(NotFound.class);
  }

  @Test
  void rollingNeverMakesAKeyLiveLonger() {
    var end = Instant.now().plus(Duration.ofMinutes(10)).truncatedTo(ChronoUnit.MILLIS);
    var key = world.keys.create(acme, "Short", List.of("shop.orders:read"), end);
    world.keys.roll(acme, key.id(), Duration.ofDays(1), null);
    assertThat(Objects.requireNonNull(world.keys.get(acme, key.id()).expiresAt()))
        .isBeforeOrEqualTo(end);
  }

  @Test
  void nobodyRollsAKeyThatMayMoreThanTheyThemselves() {
    var key = make("shop.orders:write");
    var viewer =
        world.caller(acme.tenantId(), Objects.requireNonNull(acme.actor().id()), Role.VIEWER);
    assertThatThrownBy(() -> world.keys.roll(viewer, key.id(), Duration.ZERO, null))
        .isInstanceOf(Invalid.class);
    assertThat(world.keys.get(acme, key.id()).expiresAt()).isNull();
  }

  @Test
  void aTestKeyActsInASandboxThatClosesWithItsTenant() throws Exception {
    var umbrella = world.owner("umbrella");
    var test = testKey(umbrella);
    assertThat(test.key()).startsWith("fh_test_");
    var live = world.keys.create(umbrella, "Live", List.of("*"), null);
    var inSandbox = Objects.requireNonNull(world.callerOfKey(test.key()));
    assertThat(inSandbox.tenantId()).isNotEqualTo(umbrella.tenantId());
    assertThat(Objects.requireNonNull(world.callerOfKey(live.key())).tenantId())
        .isEqualTo(umbrella.tenantId());
    assertThat(inSandbox.permissions())
        .contains("shop.orders:write", "accounts.tenant:read")
        .doesNotContain("accounts.api_keys:write", "accounts.members:read");
    assertThat(Objects.requireNonNull(world.callerOfKey(testKey(umbrella).key())).tenantId())
        .as("one sandbox for all test keys")
        .isEqualTo(inSandbox.tenantId());

    world.tenants.close(umbrella);
    assertThat(world.callerOfKey(test.key())).isNull();
    org.awaitility.Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(
                        world.stored(
                            "select count(*) from accounts.tenant where deleted_at is not null"
                                + " and sandbox_of = '"
                                + umbrella.tenantId()
                                + "'"))
                    .isEqualTo("[1]"));
  }

  private static NewApiKey testKey(Caller caller) {
    return world.keys.create(
        caller, new KeyDraft("Trying", KeyMode.TEST, List.of("*"), null, List.of()));
  }

  @Test
  void aKeyIsRefusedFromOtherAddresses() throws Exception {
    var key =
        world.keys.create(
            acme,
            new KeyDraft(
                "Office",
                KeyMode.LIVE,
                List.of("shop.orders:read"),
                null,
                List.of("203.0.113.0/24", "2001:db8::/32")));
    assertThat(world.callerOfKey(key.key(), "203.0.113.77")).isNotNull();
    assertThat(world.callerOfKey(key.key(), "2001:db8::1")).isNotNull();
    for (var elsewhere : List.of("203.0.114.1", "2001:db9::1", "127.0.0.1")) {
      assertThat(world.callerOfKey(key.key(), elsewhere)).isNull();
    }
  }

  @Test
  void whatIsNoRangeOfAddressesIsRefused() {
    for (var range :
        List.of(
            "localhost", "1.2.3", "203.0.113.5/24", "10.0.0.0/33", "10.0.0.0/0", "::1/129", "")) {
      var draft = new KeyDraft("Odd", KeyMode.LIVE, List.of("*"), null, List.of(range));
      assertThatThrownBy(() -> world.keys.create(acme, draft))
          .isInstanceOf(Invalid.class)
          .hasMessageContaining("allowed_addresses contains");
    }
  }

  @Test
  void useIsCountedAndWrittenBehindTheRequests() throws Exception {
    var key = make("shop.orders:read");
    for (int i = 0; i < 3; i++) {
      world.callerOfKey(key.key(), "198.51.100." + i);
    }
    org.awaitility.Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(world.keys.get(acme, key.id()).uses()).isEqualTo(3));
    assertThat(world.keys.get(acme, key.id()).lastAddress()).isEqualTo("198.51.100.2");
  }

  @Test
  void aRevocationKeepsItsFirstReason() {
    var key = make("shop.orders:read");
    assertThat(world.keys.revoke(acme, key.id(), "leaked").revokedReason()).isEqualTo("leaked");
    assertThat(world.keys.revoke(acme, key.id(), "again").revokedReason()).isEqualTo("leaked");
  }

  @Test
  void aKeyIsVerifiedForItsOwnTenantAlone() {
    var verifier = world.bean(KeyVerifier.class);
    var key = make("shop.orders:read");
    var good = verifier.verify(acme, key.key(), "shop.orders:read", null);
    assertThat(good.valid()).isTrue();
    assertThat(good.keyId()).isEqualTo(key.id());
    assertThat(verifier.verify(acme, key.key(), "shop.orders:write", null).reason())
        .isEqualTo(KeyVerification.Reason.LACKS_PERMISSION);
    assertThat(verifier.verify(globex, key.key(), null, null))
        .isEqualTo(KeyVerification.notFound())
        .isEqualTo(verifier.verify(globex, "nonsense", null, null));
    world.keys.revoke(acme, key.id(), null);
    assertThat(verifier.verify(acme, key.key(), null, null)).isEqualTo(KeyVerification.notFound());
  }
}
