package dev.freehold.accounts.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.accounts.AccountsError;
import dev.freehold.accounts.AccountsWorld;
import dev.freehold.accounts.Role;
import dev.freehold.accounts.sessions.Client;
import dev.freehold.kernel.Actor;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.error.ApiException;
import dev.freehold.kernel.error.ErrorCode;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccessTokensTest {

  private static final AtomicInteger COUNTER = new AtomicInteger();

  private static AccountsWorld world;

  private Caller ada;
  private String slug;
  private AccessTokens tokens;

  @BeforeAll
  static void open() {
    world = new AccountsWorld();
  }

  @AfterAll
  static void close() {
    world.close();
  }

  @BeforeEach
  void anAccount() {
    slug = "acme" + COUNTER.incrementAndGet();
    ada = world.owner(slug);
    tokens = world.bean(AccessTokens.class);
  }

  private static Client somewhere() {
    return Client.at(UUID.randomUUID().toString());
  }

  private TokenPair signIn() {
    return tokens.signIn(
        AccountsWorld.email(slug), AccountsWorld.PASSWORD, null, null, somewhere());
  }

  private static void fails(ErrorCode code, ThrowingCallable act) {
    assertThatThrownBy(act)
        .isInstanceOfSatisfying(
            ApiException.class, failure -> assertThat(failure.code()).isEqualTo(code));
  }

  @Test
  void anAccessTokenCallsTheApiAsItsPersonAndNotTheConsole() throws Exception {
    var pair = signIn();
    var caller = Objects.requireNonNull(world.callerOfKey(pair.accessToken()));
    assertThat(caller.actor().kind()).isEqualTo(Actor.Kind.USER);
    assertThat(caller.tenantId()).isEqualTo(ada.tenantId());
    assertThat(caller.permissions()).isEqualTo(Role.OWNER.permissions(world.permissions));
    assertThat(world.callerOfSession(pair.accessToken())).isNull();
    assertThat(world.callerOfKey(pair.refreshToken())).isNull();
    var console =
        world.sessions.signIn(AccountsWorld.email(slug), AccountsWorld.PASSWORD, "203.0.113.1");
    assertThat(world.callerOfKey(console)).as("nor does a session call the API").isNull();
  }

  @Test
  void eachRefreshGivesANewPairAndEndsTheOldAccessToken() throws Exception {
    var first = signIn();
    assertThat(world.callerOfKey(first.accessToken())).isNotNull();
    var second = tokens.refresh(first.refreshToken());
    assertThat(world.callerOfKey(first.accessToken())).isNull();
    assertThat(world.callerOfKey(second.accessToken())).isNotNull();
    assertThat(second.refreshToken()).isNotEqualTo(first.refreshToken());
    assertThat(second.refreshExpiresAt()).isEqualTo(first.refreshExpiresAt());
  }

  @Test
  void aRefreshTokenThatComesAgainEndsTheWholeSession() throws Exception {
    var first = signIn();
    var second = tokens.refresh(first.refreshToken());
    var third = tokens.refresh(second.refreshToken());
    assertThat(world.callerOfKey(third.accessToken())).isNotNull();
    fails(TokensError.INVALID_REFRESH_TOKEN, () -> tokens.refresh(first.refreshToken()));
    assertThat(world.callerOfKey(third.accessToken())).isNull();
    fails(TokensError.INVALID_REFRESH_TOKEN, () -> tokens.refresh(third.refreshToken()));
    assertThat(signIn().accessToken()).as("another session is not concerned").isNotEmpty();
  }

  @Test
  void ofTwoWhoSendTheSameTokenAtOnceNeitherKeepsASession() throws Exception {
    var pair = signIn();
    var together = new CyclicBarrier(2);
    try (var people = Executors.newFixedThreadPool(2)) {
      var tries =
          IntStream.range(0, 2)
              .mapToObj(
                  person ->
                      people.submit(
                          () -> {
                            together.await();
                            return succeeds(pair.refreshToken());
                          }))
              .toList();
      assertThat(List.of(tries.get(0).get(), tries.get(1).get()))
          .containsExactlyInAnyOrder(true, false);
    }
    assertThat(
            world.stored(
                "select count(*) from accounts.session where user_id = '" + ada.actor().id() + "'"))
        .isEqualTo("[0]");
  }

  private boolean succeeds(String refreshToken) {
    try {
      return !tokens.refresh(refreshToken).accessToken().isEmpty();
    } catch (ApiException e) {
      assertThat(e.code()).isEqualTo(TokensError.INVALID_REFRESH_TOKEN);
      return false;
    }
  }

  @Test
  void tokensHaveTheirTimes() throws Exception {
    var pair = signIn();
    assertThat(world.callerOfKey(pair.accessToken())).isNotNull();
    world.sessions.memberships(ada);
    var user = Objects.requireNonNull(ada.actor().id());
    set("access_expires_at = now()", user);
    world.bean(dev.freehold.accounts.access.KeyCache.class).forgetActor(user);
    assertThat(world.callerOfKey(pair.accessToken())).isNull();
    var second = tokens.refresh(pair.refreshToken());
    assertThat(world.callerOfKey(second.accessToken())).isNotNull();
    set("expires_at = now()", user);
    fails(TokensError.INVALID_REFRESH_TOKEN, () -> tokens.refresh(second.refreshToken()));
  }

  private static void set(String change, UUID user) {
    world
        .database
        .superuser()
        .sql("update accounts.session set " + change + " where user_id = :user")
        .param("user", user)
        .update();
  }

  @Test
  void whoeverLosesTheirMembershipLosesTheirTokensAtOnce() throws Exception {
    var bob = world.member(ada, "bob" + COUNTER.incrementAndGet(), Role.MEMBER);
    var member = world.memberOf(bob);
    var pair = tokens.signIn(member.email(), AccountsWorld.PASSWORD, null, slug, somewhere());
    assertThat(world.callerOfKey(pair.accessToken())).isNotNull();
    world.members.suspend(ada, member.id());
    assertThat(world.callerOfKey(pair.accessToken())).isNull();
    fails(
        AccountsError.NO_MEMBERSHIP,
        () -> tokens.signIn(member.email(), AccountsWorld.PASSWORD, null, slug, somewhere()));
  }

  @Test
  void aRevokedSessionIsOverAndSoIsOneOfAnotherTenantsSlug() throws Exception {
    var pair = signIn();
    assertThat(world.callerOfKey(pair.accessToken())).isNotNull();
    tokens.revoke(pair.refreshToken());
    tokens.revoke(pair.refreshToken());
    assertThat(world.callerOfKey(pair.accessToken())).isNull();
    var other = "other" + COUNTER.incrementAndGet();
    world.owner(other);
    fails(
        AccountsError.NO_MEMBERSHIP,
        () ->
            tokens.signIn(
                AccountsWorld.email(slug), AccountsWorld.PASSWORD, null, other, somewhere()));
  }

  @Test
  void onlyHashesAreKept() {
    var pair = signIn();
    for (var table : List.of("accounts.session", "accounts.refresh_token", "kernel.audit_log")) {
      assertThat(world.stored("select t::text from " + table + " t"))
          .doesNotContain(pair.accessToken(), pair.refreshToken());
    }
    assertThat(pair.toString()).doesNotContain("fh_");
  }
}
