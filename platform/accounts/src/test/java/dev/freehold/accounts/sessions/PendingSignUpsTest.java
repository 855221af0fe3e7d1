package dev.freehold.accounts.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.accounts.AccountsError;
import dev.freehold.accounts.AccountsWorld;
import dev.freehold.accounts.TestMail;
import dev.freehold.kernel.error.ApiException;
import dev.freehold.kernel.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PendingSignUpsTest {

  private static final AtomicInteger COUNTER = new AtomicInteger();
  private static final int TRIES = 15;

  private static TestMail mail;
  private static AccountsWorld world;

  private PendingSignUps pending;

  @BeforeAll
  static void open() {
    mail = new TestMail();
    world = AccountsWorld.mailingTo(mail.port());
  }

  @AfterAll
  static void close() {
    world.close();
    mail.close();
  }

  @BeforeEach
  void look() {
    pending = world.bean(PendingSignUps.class);
  }

  private static String slug() {
    return "acme" + COUNTER.incrementAndGet();
  }

  private static SignUps.SignUp signUp(String email, String slug) {
    return new SignUps.SignUp(email, "Ada", AccountsWorld.PASSWORD, "Acme", slug);
  }

  private static void fails(ErrorCode code, ThrowingCallable act) {
    assertThatThrownBy(act)
        .isInstanceOfSatisfying(
            ApiException.class, failure -> assertThat(failure.code()).isEqualTo(code));
  }

  @Test
  void nothingIsMadeBeforeTheLinkWasFollowed() {
    var slug = slug();
    var email = AccountsWorld.email(slug);
    pending.begin(signUp(email, slug));
    var token = TestMail.token(mail.await(email, 1), "/signup/confirm/");
    fails(
        AccountsError.WRONG_CREDENTIALS,
        () -> world.sessions.signIn(email, AccountsWorld.PASSWORD, "203.0.113.1"));
    var made = pending.confirm(token, slug);
    assertThat(world.sessions.signIn(email, AccountsWorld.PASSWORD, "203.0.113.1")).isNotEmpty();
    assertThat(
            world.stored(
                "select email_verified_at is not null from accounts.user_account where id = '"
                    + made.userId()
                    + "'"))
        .isEqualTo("[t]");
    fails(AccountsError.SIGN_UP_NOT_FOUND, () -> pending.confirm(token, slug));
  }

  @Test
  void anAddressWithAnAccountGetsAMailThatSaysSo() {
    var slug = slug();
    var email = AccountsWorld.email(slug);
    world.owner(slug);
    pending.begin(signUp(email, slug()));
    assertThat(TestMail.text(mail.await(email, 1))).contains("has an account already");
  }

  @Test
  void ofTwoWhoWantTheSameNameTheSecondChoosesAnother() {
    var slug = slug();
    var first = "first@" + slug + ".example";
    var second = "second@" + slug + ".example";
    pending.begin(signUp(first, slug));
    pending.begin(signUp(second, slug));
    var firstToken = TestMail.token(mail.await(first, 1), "/signup/confirm/");
    var secondToken = TestMail.token(mail.await(second, 1), "/signup/confirm/");
    pending.confirm(firstToken, slug);
    fails(AccountsError.SLUG_TAKEN, () -> pending.confirm(secondToken, slug));
    assertThat(pending.confirm(secondToken, slug + "-b").tenantId()).isNotNull();
    fails(AccountsError.SLUG_TAKEN, () -> pending.begin(signUp("third@x.example", slug)));
  }

  /**
   * The work is the same, so the times of the two lie in each other's spread: what an account adds
   * is less than half of what one try differs from the next.
   */
  @Test
  void theTimeOfAnAnswerDoesNotTellWhetherThereIsAnAccount() {
    var slug = slug();
    world.owner(slug);
    var known = new ArrayList<Long>();
    var unknown = new ArrayList<Long>();
    for (int i = 0; i < TRIES; i++) {
      known.add(nanos(AccountsWorld.email(slug)));
      unknown.add(nanos("nobody" + i + "@" + slug + ".example"));
    }
    long apart = Math.abs(median(known) - median(unknown));
    assertThat(apart)
        .as("known %s, unknown %s", known, unknown)
        .isLessThan(Math.max(spread(known), spread(unknown)));
  }

  private long nanos(String email) {
    long begin = System.nanoTime();
    pending.begin(signUp(email, slug()));
    return System.nanoTime() - begin;
  }

  private static long median(List<Long> times) {
    return times.stream().sorted().toList().get(times.size() / 2);
  }

  private static long spread(List<Long> times) {
    var sorted = times.stream().sorted().toList();
    return sorted.getLast() - sorted.getFirst();
  }

  @Test
  void signUpsFromOneNetworkAreLimited() {
    for (int i = 0; i < PendingSignUps.PER_ADDRESS; i++) {
      pending.throttle("2001:db8:7:7::" + i);
    }
    fails(AccountsError.TOO_MANY_SIGN_UPS, () -> pending.throttle("2001:db8:7:7:ffff::1"));
    pending.throttle("2001:db8:7:8::1");
  }
}
