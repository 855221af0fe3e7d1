package dev.freehold.accounts.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.accounts.AccountsWorld;
import dev.freehold.accounts.TestMail;
import dev.freehold.accounts.sessions.Client;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.error.Unauthenticated;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OwnAccountTest {

  private static final AtomicInteger COUNTER = new AtomicInteger();
  private static final String FIREFOX = "Mozilla/5.0 (X11; Linux x86_64) Firefox/144.0";

  private static TestMail mail;
  private static AccountsWorld world;

  private Caller ada;
  private String email;
  private OwnAccount account;

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
    account = world.bean(OwnAccount.class);
  }

  private String signIn() {
    var client = new Client("203.0.113." + COUNTER.incrementAndGet(), FIREFOX);
    return world.sessions.signIn(email, AccountsWorld.PASSWORD, client);
  }

  @Test
  void everySessionIsListedWithItsBrowserAndPlace() {
    var mine = signIn();
    signIn();
    assertThat(account.sessions(ada, mine))
        .hasSize(2)
        .allSatisfy(
            session -> {
              assertThat(session.browser()).isEqualTo("Firefox on Linux");
              assertThat(session.address()).startsWith("203.0.113.");
            })
        .extracting(OwnAccount.OpenSession::current)
        .containsExactly(true, false);
  }

  @Test
  void anEndedSessionIsOverAtOnceAndNobodyEndsAnothers() throws Exception {
    var mine = signIn();
    var other = signIn();
    assertThat(world.callerOfSession(other)).isNotNull();
    var id = account.sessions(ada, mine).getLast().id();
    var stranger = world.owner("stranger" + COUNTER.incrementAndGet());
    account.endSession(stranger, id);
    assertThat(world.callerOfSession(other)).isNotNull();
    account.endSession(ada, id);
    assertThat(world.callerOfSession(other)).isNull();
    assertThat(world.callerOfSession(mine)).isNotNull();
  }

  @Test
  void aNewPasswordEndsEveryOtherSession() throws Exception {
    var mine = signIn();
    var other = signIn();
    var client = Client.at(UUID.randomUUID().toString());
    assertThatThrownBy(
            () -> account.changePassword(ada, "not my password", "walnuts in a tree", mine, client))
        .isInstanceOf(Unauthenticated.class);
    assertThat(world.callerOfSession(other)).isNotNull();
    account.changePassword(ada, AccountsWorld.PASSWORD, "walnuts in a tree", mine, client);
    assertThat(world.callerOfSession(other)).isNull();
    assertThat(world.callerOfSession(mine)).isNotNull();
    assertThat(world.sessions.signIn(email, "walnuts in a tree", "203.0.113.250")).isNotEmpty();
    assertThat(TestMail.text(mail.await(email, 1))).contains("was changed");
  }

  @Test
  void theMailProvesThatTheAddressIsTheirs() {
    assertThat(account.profile(ada).verified()).isFalse();
    var verification = world.bean(EmailVerification.class);
    verification.request(ada, email);
    var token = TestMail.token(mail.await(email, 1), "/email/verify/");
    verification.confirm(token);
    assertThat(account.profile(ada).verified()).isTrue();
    assertThatThrownBy(() -> verification.confirm(token)).hasMessageContaining("was used");
  }

  @Test
  void aNewNameIsTheNameFromTheNextRequestOn() throws Exception {
    var mine = signIn();
    assertThat(Objects.requireNonNull(world.callerOfSession(mine)).actor().name())
        .startsWith("Ada");
    account.rename(ada, "Augusta");
    assertThat(Objects.requireNonNull(world.callerOfSession(mine)).actor().name())
        .isEqualTo("Augusta");
  }
}
