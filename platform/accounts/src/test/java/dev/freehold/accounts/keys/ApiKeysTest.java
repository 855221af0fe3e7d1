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
    var revoked = world.keys.revoke(acme, key.id());
    assertThat(world.callerOfKey(key.key())).isNull();
    assertThat(world.keys.revoke(acme, key.id()).revokedAt()).isEqualTo(revoked.revokedAt());
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
    assertThat(world.callerOfKey(KeyText.generate().whole())).isNull();
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
    assertThatThrownBy(() -> world.keys.revoke(globex, key.id())).isInstanceOf(NotFound.class);
    assertThat(world.keys.list(globex, PageRequest.first(100)).rows()).isEmpty();
    assertThat(world.keys.list(acme, PageRequest.first(100)).rows())
        .extracting(ApiKey::id)
        .contains(key.id());
    assertThat(world.keys.get(acme, key.id()).revokedAt()).isNull();
  }
}
