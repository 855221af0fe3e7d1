package dev.freehold.accounts.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.freehold.accounts.AccountsError;
import dev.freehold.accounts.AccountsWorld;
import dev.freehold.accounts.TestMail;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.error.ApiException;
import dev.freehold.kernel.error.ErrorCode;
import dev.freehold.kernel.error.Invalid;
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

class PasswordResetsTest {

  private static final String NEW = "a new and better one";
  private static final AtomicInteger COUNTER = new AtomicInteger();

  private static TestMail mail;
  private static AccountsWorld world;

  private Caller ada;
  private String email;
  private PasswordResets resets;

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
  void anAccount() {
    var slug = "acme" + COUNTER.incrementAndGet();
    ada = world.owner(slug);
    email = AccountsWorld.email(slug);
    resets = world.bean(PasswordResets.class);
  }

  private static String somewhere() {
    return UUID.randomUUID().toString();
  }

  private String ask(int mails) {
    resets.request(email, somewhere());
    return TestMail.token(mail.await(email, mails), "/password/reset/");
  }

  private static void fails(ErrorCode code, ThrowingCallable act) {
    assertThatThrownBy(act)
        .isInstanceOfSatisfying(
            ApiException.class, failure -> assertThat(failure.code()).isEqualTo(code));
  }

  private String signIn(String password) {
    return world.sessions.signIn(email, password, somewhere());
  }

  @Test
  void theLinkFromTheMailSetsANewPasswordAndEndsEverySession() throws Exception {
    var session = signIn(AccountsWorld.PASSWORD);
    assertThat(world.callerOfSession(session)).isNotNull();
    resets.reset(ask(1), NEW);
    assertThat(world.callerOfSession(session)).isNull();
    fails(AccountsError.WRONG_CREDENTIALS, () -> signIn(AccountsWorld.PASSWORD));
    assertThat(world.callerOfSession(signIn(NEW))).isNotNull();
    assertThat(world.bean(OwnAccount.class).profile(ada).verified())
        .as("the mailbox proved to be theirs")
        .isTrue();
    assertThat(TestMail.text(mail.await(email, 2))).contains("was changed");
  }

  @Test
  void aLinkWorksOnceAlsoForTwoAtOnce() throws Exception {
    var token = ask(1);
    var together = new CyclicBarrier(2);
    try (var people = Executors.newFixedThreadPool(2)) {
      var tries =
          IntStream.range(0, 2)
              .mapToObj(
                  person ->
                      people.submit(
                          () -> {
                            together.await();
                            return catchThrowable(() -> resets.reset(token, NEW + person));
                          }))
              .toList();
      var first = tries.get(0).get();
      var second = tries.get(1).get();
      assertThat(first == null).isNotEqualTo(second == null);
    }
    fails(UsersError.MAIL_LINK_NOT_FOUND, () -> resets.find(token));
  }

  @Test
  void aLinkIsGoodForHalfAnHourAndItsUseEndsTheOthers() {
    var first = ask(1);
    var second = ask(2);
    assertThat(
            world.stored(
                "select distinct round(extract(epoch from expires_at - created_at))::int"
                    + " from accounts.user_token where user_id = '"
                    + ada.actor().id()
                    + "'"))
        .isEqualTo("[1800]");
    assertThat(resets.find(first).email()).as("a later one takes nothing away").isEqualTo(email);
    resets.reset(second, NEW);
    fails(UsersError.MAIL_LINK_NOT_FOUND, () -> resets.reset(first, NEW));
    var third = ask(4);
    world
        .database
        .superuser()
        .sql("update accounts.user_token set expires_at = now() where user_id = :user")
        .param("user", Objects.requireNonNull(ada.actor().id()))
        .update();
    fails(UsersError.MAIL_LINK_NOT_FOUND, () -> resets.reset(third, NEW));
  }

  @Test
  void onlyTheHashOfATokenIsKept() {
    var token = ask(1);
    for (var table :
        new String[] {"accounts.user_token", "accounts.account_mail", "kernel.audit_log"}) {
      assertThat(world.stored("select t::text from " + table + " t")).doesNotContain(token);
    }
  }

  @Test
  void aWeakPasswordDoesNotUseTheLinkUp() {
    var token = ask(1);
    assertThatThrownBy(() -> resets.reset(token, "1qaz2wsx3edc"))
        .isInstanceOfSatisfying(
            Invalid.class,
            invalid ->
                assertThat(invalid.fields().getFirst().message()).contains("attackers try first"));
    resets.reset(token, NEW);
    assertThat(signIn(NEW)).isNotEmpty();
  }

  @Test
  void anAddressWithoutAnAccountGetsTheSameAnswerAndNoMail() {
    var nobody = "nobody" + COUNTER.incrementAndGet() + "@acme.example";
    resets.request(nobody, somewhere());
    ask(1);
    assertThat(world.stored("select email from accounts.account_mail"))
        .as("it waited before the other, and is gone")
        .doesNotContain(nobody);
    assertThat(mail.to(nobody)).isEmpty();
  }

  @Test
  void manyWishesFromOnePlaceAreRefusedAndFromElsewhereTheOwnerIsStillHeard() {
    var place = somewhere();
    for (int i = 0; i < PasswordResets.PER_ACCOUNT_AND_ADDRESS; i++) {
      resets.request(email, place);
    }
    fails(UsersError.TOO_MANY_MAILS, () -> resets.request(email, place));
    assertThat(ask(PasswordResets.PER_ACCOUNT_AND_ADDRESS + 1)).isNotEmpty();
  }
}
