package dev.freehold.accounts.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.freehold.accounts.AccountsError;
import dev.freehold.accounts.AccountsWorld;
import dev.freehold.accounts.Role;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.error.ApiException;
import dev.freehold.kernel.error.LimitExceeded;
import dev.freehold.kernel.error.NotFound;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SessionsTest {

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

  /** From an address of its own, so that tests do not slow each other down. */
  private static String signIn(String email, String password) {
    return world.sessions.signIn(email, password, UUID.randomUUID().toString());
  }

  private static String signIn() {
    return signIn(AccountsWorld.email("acme"), AccountsWorld.PASSWORD);
  }

  @Test
  void theRightPasswordBeginsASessionInTheTenant() throws Exception {
    var caller = Objects.requireNonNull(world.callerOfSession(signIn()));
    assertThat(caller.tenantId()).isEqualTo(acme.tenantId());
    assertThat(caller.actor().id()).isEqualTo(acme.actor().id());
    assertThat(caller.permissions()).isEqualTo(Role.OWNER.permissions(world.permissions));
  }

  @Test
  void theAddressMayBeWrittenInOtherCase() {
    assertThat(signIn("ADA@Acme.Example", AccountsWorld.PASSWORD)).hasSize(43);
  }

  @Test
  void aWrongPasswordAndAnUnknownAddressGetTheSameAnswer() {
    var wrong = catchThrowable(() -> signIn(AccountsWorld.email("acme"), "not the password"));
    var unknown = catchThrowable(() -> signIn("nobody@acme.example", AccountsWorld.PASSWORD));
    assertThat(((ApiException) wrong).code()).isEqualTo(AccountsError.WRONG_CREDENTIALS);
    assertThat(unknown).hasSameClassAs(wrong).hasMessage(wrong.getMessage());
    assertThat(((ApiException) unknown).code()).isEqualTo(((ApiException) wrong).code());
  }

  /** Both hash a password, which takes far longer than everything else together. */
  @Test
  void guessesAtOneAccountFromOneAddressAreSlowedDown() {
    for (int i = 0; i < LoginThrottle.PER_ACCOUNT_AND_ADDRESS; i++) {
      assertThatThrownBy(() -> guess("ada@acme.example", "198.51.100.1"))
          .isNotInstanceOf(LimitExceeded.class);
    }
    assertThatThrownBy(() -> guess("ADA@acme.example", "198.51.100.1"))
        .isInstanceOfSatisfying(
            LimitExceeded.class,
            limit -> {
              assertThat(limit.code()).isEqualTo(AccountsError.TOO_MANY_LOGINS);
              assertThat(limit.retryAfter()).isPositive().isLessThan(LoginThrottle.WINDOW);
            });
    assertThat(world.sessions.signIn("ada@acme.example", AccountsWorld.PASSWORD, "198.51.100.2"))
        .as("its owner, elsewhere, is not locked out")
        .isNotEmpty();
  }

  @Test
  void guessesAtManyAccountsFromOneAddressAreSlowedDown() {
    var throttle = new LoginThrottle();
    for (int i = 0; i < LoginThrottle.PER_ADDRESS; i++) {
      throttle.attempt("person" + i + "@acme.example", "198.51.100.3", () -> false);
    }
    assertThatThrownBy(() -> throttle.attempt("one-more@acme.example", "198.51.100.3", () -> false))
        .isInstanceOf(LimitExceeded.class);
    throttle.attempt("one-more@acme.example", "198.51.100.4", () -> false);
  }

  @Test
  void guessesFromEverywhereAreSlowedDownAndTheOwnerStillGetsInFromHome() {
    var email = AccountsWorld.email("globex");
    world.sessions.signIn(email, AccountsWorld.PASSWORD, "192.0.2.1");
    for (int i = 0; i < LoginThrottle.WRONG_PER_ACCOUNT; i++) {
      var stranger = Client.at("stranger" + i);
      assertThatThrownBy(() -> world.sessions.checkPassword(email, "a guess", stranger))
          .isNotInstanceOf(LimitExceeded.class);
    }
    assertThatThrownBy(
            () ->
                world.sessions.checkPassword(
                    email, AccountsWorld.PASSWORD, Client.at("one more stranger")))
        .as("even with the right password")
        .isInstanceOf(LimitExceeded.class);
    assertThat(world.sessions.signIn(email, AccountsWorld.PASSWORD, "192.0.2.1")).isNotEmpty();
  }

  private static void guess(String email, String address) {
    world.sessions.signIn(email, "a wrong guess", address);
  }

  @Test
  void eachSignInBeginsASessionWithATokenOfItsOwn() throws Exception {
    var first = signIn();
    var second = signIn();
    assertThat(second).isNotEqualTo(first).hasSize(43);
    world.sessions.signOut(first);
    assertThat(world.callerOfSession(first)).isNull();
    assertThat(world.callerOfSession(second)).isNotNull();
    assertThat(world.stored("select s::text from accounts.session s")).doesNotContain(second);
  }

  @Test
  void aTokenThatSomebodyPlantedIsWorthNothing() throws Exception {
    var planted = "A".repeat(43);
    assertThat(world.callerOfSession(planted)).isNull();
    signIn();
    assertThat(world.callerOfSession(planted)).isNull();
  }

  @Test
  void anExpiredSessionIsOverAndIsDeleted() throws Exception {
    var token = signIn();
    world
        .database
        .superuser()
        .sql("update accounts.session set expires_at = now() where token_hash = sha256(:token)")
        .param("token", token.getBytes(java.nio.charset.StandardCharsets.UTF_8))
        .update();
    assertThat(world.callerOfSession(token)).isNull();
    assertThat(world.sessions.deleteExpired()).isOne();
  }

  @Test
  void signingOutTwiceChangesNothing() throws Exception {
    var token = signIn();
    assertThat(world.callerOfSession(token)).isNotNull();
    world.sessions.signOut(token);
    world.sessions.signOut(token);
    assertThat(world.callerOfSession(token)).isNull();
  }

  @Test
  void aSessionMovesToAnotherTenantOfItsPersonOnly() throws Exception {
    var token = signIn();
    var caller = Objects.requireNonNull(world.callerOfSession(token));
    assertThatThrownBy(() -> world.sessions.switchTenant(caller, token, globex.tenantId()))
        .isInstanceOf(NotFound.class)
        .hasMessage("There is no such tenant.");
    assertThat(world.sessions.memberships(caller))
        .extracting(Sessions.Membership::tenantId)
        .containsExactly(acme.tenantId());
    world
        .database
        .superuser()
        .sql(
            "insert into accounts.member (tenant_id, user_id, role) values (:tenant, :user, 'viewer')")
        .param("tenant", globex.tenantId())
        .param("user", acme.actor().id())
        .update();
    world.sessions.switchTenant(caller, token, globex.tenantId());
    var moved = Objects.requireNonNull(world.callerOfSession(token));
    assertThat(moved.tenantId()).isEqualTo(globex.tenantId());
    assertThat(moved.permissions()).isEqualTo(Role.VIEWER.permissions(world.permissions));
  }
}
