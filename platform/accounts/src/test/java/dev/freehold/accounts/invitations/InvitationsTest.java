package dev.freehold.accounts.invitations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.freehold.accounts.AccountsError;
import dev.freehold.accounts.AccountsWorld;
import dev.freehold.accounts.Role;
import dev.freehold.accounts.TestMail;
import dev.freehold.accounts.Tokens;
import dev.freehold.accounts.members.MembersError;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.error.ApiException;
import dev.freehold.kernel.error.ErrorCode;
import dev.freehold.kernel.http.IfMatch;
import dev.freehold.kernel.http.PageRequest;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InvitationsTest {

  private static final AtomicInteger COUNTER = new AtomicInteger();

  private static TestMail mail;
  private static AccountsWorld world;

  private final String slug = "acme" + COUNTER.incrementAndGet();
  private Caller ada;
  private Invitations invitations;
  private Joining joining;

  @BeforeAll
  static void open() {
    mail = new TestMail();
    world = AccountsWorld.mailingTo(mail.port());
  }

  @BeforeEach
  void aTenant() {
    ada = world.owner(slug);
    invitations = world.bean(Invitations.class);
    joining = world.bean(Joining.class);
  }

  @AfterAll
  static void close() {
    world.close();
    mail.close();
  }

  private static String someone() {
    return "grace" + COUNTER.incrementAndGet() + "@acme.example";
  }

  private String invite(String email, Role role) {
    var made = invitations.create(ada, email, role);
    assertThat(made.link()).as("the mail alone holds it").isNull();
    return TestMail.token(mail.await(email, mail.to(email).isEmpty() ? 1 : 2), "/join/");
  }

  private static void fails(ErrorCode code, ThrowingCallable act) {
    assertThatThrownBy(act)
        .isInstanceOfSatisfying(
            ApiException.class, failure -> assertThat(failure.code()).isEqualTo(code));
  }

  @Test
  void whoeverIsInvitedGetsAMailAndJoinsWithANewAccount() throws Exception {
    var email = someone();
    var token = invite(email, Role.MANAGER);
    var text = TestMail.text(mail.to(email).getFirst());
    assertThat(text).contains("The " + slug, "manager", "works once");
    assertThat(joining.find(token).hasAccount()).isFalse();
    var joined = joining.acceptAsNew(token, "Grace", "a moth in the relay");
    assertThat(joined.tenantId()).isEqualTo(ada.tenantId());
    var session = world.sessions.signIn(email, "a moth in the relay", "203.0.113.1");
    var caller = Objects.requireNonNull(world.callerOfSession(session));
    assertThat(caller.tenantId()).isEqualTo(ada.tenantId());
    assertThat(caller.permissions()).isEqualTo(Role.MANAGER.permissions(world.permissions));
  }

  @Test
  void whoeverHasAnAccountJoinsWithIt() {
    var home = "home" + COUNTER.incrementAndGet();
    var grace = world.owner(home);
    var token = invite(AccountsWorld.email(home), Role.VIEWER);
    assertThat(joining.find(token).hasAccount()).isTrue();
    joining.accept(token, Objects.requireNonNull(grace.actor().id()));
    assertThat(world.sessions.memberships(grace)).hasSize(2);
    fails(
        AccountsError.EMAIL_TAKEN,
        () -> joining.acceptAsNew(invite2(home), "Eve", "a moth in the relay"));
  }

  /** Of another tenant, to an address that has an account. */
  private static String invite2(String home) {
    var other = world.owner("other" + COUNTER.incrementAndGet());
    var email = AccountsWorld.email(home);
    var mails = mail.to(email).size();
    world.bean(Invitations.class).create(other, email, Role.MEMBER);
    return TestMail.token(mail.await(email, mails + 1), "/join/");
  }

  @Test
  void aLinkWorksOnce() {
    var token = invite(someone(), Role.MEMBER);
    joining.acceptAsNew(token, "Grace", "a moth in the relay");
    fails(InvitationsError.INVITATION_NOT_FOUND, () -> joining.find(token));
    fails(
        InvitationsError.INVITATION_NOT_FOUND,
        () -> joining.acceptAsNew(token, "Grace", "a moth in the relay"));
  }

  @Test
  void ofTwoWhoFollowALinkAtOnceOneJoins() throws Exception {
    var email = someone();
    var token = invite(email, Role.MEMBER);
    var together = new CyclicBarrier(2);
    try (var people = Executors.newFixedThreadPool(2)) {
      var tries =
          IntStream.range(0, 2)
              .mapToObj(
                  person ->
                      people.submit(
                          () -> {
                            together.await();
                            return catchThrowable(
                                () -> joining.acceptAsNew(token, "G", "a moth in the relay"));
                          }))
              .toList();
      var first = tries.get(0).get();
      var second = tries.get(1).get();
      assertThat(first == null).isNotEqualTo(second == null);
    }
    assertThat(world.members.list(ada, PageRequest.first(10)).rows()).hasSize(2);
  }

  @Test
  void onlyItsHashIsKeptAndNoLogOrJobHoldsTheToken() {
    var token = invite(someone(), Role.MEMBER);
    for (var table :
        List.of("accounts.invitation", "kernel.audit_log", "kernel.job", "kernel.outbox")) {
      assertThat(world.stored("select t::text from " + table + " t"))
          .as(table)
          .doesNotContain(token);
    }
    assertThat(world.stored("select encode(token_hash, 'hex') from accounts.invitation"))
        .contains(java.util.HexFormat.of().formatHex(Tokens.sha256(token)));
    assertThat(world.stored("select a::text from kernel.audit_log a"))
        .doesNotContain(java.util.HexFormat.of().formatHex(Tokens.sha256(token)));
  }

  @Test
  void aLinkIsGoodForSevenDays() {
    var token = invite(someone(), Role.MEMBER);
    var left =
        world.stored(
            "select round(extract(epoch from expires_at - created_at))::bigint"
                + " from accounts.invitation where tenant_id = '"
                + ada.tenantId()
                + "'");
    assertThat(left).isEqualTo("[" + 7 * 24 * 3600 + "]");
    expireAll();
    fails(InvitationsError.INVITATION_NOT_FOUND, () -> joining.find(token));
    fails(
        InvitationsError.INVITATION_NOT_FOUND,
        () -> joining.acceptAsNew(token, "Grace", "a moth in the relay"));
  }

  private void expireAll() {
    world
        .database
        .superuser()
        .sql("update accounts.invitation set expires_at = now() where tenant_id = :tenant")
        .param("tenant", ada.tenantId())
        .update();
  }

  @Test
  void aNewLinkMakesTheOldOneWorthlessAlsoAfterItsTime() {
    var email = someone();
    var first = invite(email, Role.MEMBER);
    expireAll();
    var id = invitations.list(ada, PageRequest.first(1)).rows().getFirst().id();
    invitations.resend(ada, id);
    var second = TestMail.token(mail.await(email, 2), "/join/");
    fails(InvitationsError.INVITATION_NOT_FOUND, () -> joining.find(first));
    assertThat(joining.find(second).email()).isEqualTo(email);
    assertThat(invitations.list(ada, PageRequest.first(10)).rows()).hasSize(1);
  }

  @Test
  void aRevokedLinkOpensNothing() {
    var token = invite(someone(), Role.MEMBER);
    var id = invitations.list(ada, PageRequest.first(1)).rows().getFirst().id();
    invitations.revoke(ada, id);
    invitations.revoke(ada, id);
    fails(InvitationsError.INVITATION_NOT_FOUND, () -> joining.find(token));
    fails(InvitationsError.INVITATION_NOT_FOUND, () -> invitations.resend(ada, id));
  }

  @Test
  void whatSomebodyPromisedEndsWithTheirSay() {
    var admin = world.member(ada, "admin" + COUNTER.incrementAndGet(), Role.ADMIN);
    var email = someone();
    invitations.create(admin, email, Role.ADMIN);
    var token = TestMail.token(mail.await(email, 1), "/join/");
    world.members.changeRole(ada, world.memberOf(admin).id(), Role.VIEWER, IfMatch.ANY);
    fails(InvitationsError.INVITATION_NOT_FOUND, () -> joining.find(token));
  }

  @Test
  void nobodyInvitesIntoARoleAboveTheirOwn() {
    var admin = world.member(ada, "admin" + COUNTER.incrementAndGet(), Role.ADMIN);
    fails(MembersError.ROLE_ABOVE_YOURS, () -> invitations.create(admin, someone(), Role.OWNER));
  }

  @Test
  void somebodyElsesInvitationIsNotMine() {
    var token = invite(someone(), Role.MEMBER);
    var stranger = world.owner("stranger" + COUNTER.incrementAndGet());
    fails(
        InvitationsError.INVITED_SOMEBODY_ELSE,
        () -> joining.accept(token, Objects.requireNonNull(stranger.actor().id())));
    assertThat(joining.find(token)).as("and is still there for its owner").isNotNull();
  }

  @Test
  void aMemberIsNotInvitedAgain() {
    fails(
        InvitationsError.ALREADY_MEMBER,
        () -> invitations.create(ada, AccountsWorld.email(slug), Role.MEMBER));
  }

  @Test
  void addressesOfOtherDomainsAreRefusedWhenInvitedAndWhenJoining() {
    var domains = world.bean(EmailDomains.class);
    var token = invite(someone(), Role.MEMBER);
    domains.set(ada, List.of("Other.Example"));
    assertThat(domains.get(ada).domains()).containsExactly("other.example");
    fails(
        InvitationsError.EMAIL_DOMAIN_NOT_ALLOWED,
        () -> invitations.create(ada, someone(), Role.MEMBER));
    fails(
        InvitationsError.EMAIL_DOMAIN_NOT_ALLOWED,
        () -> joining.acceptAsNew(token, "Grace", "a moth in the relay"));
    domains.set(ada, List.of());
    assertThat(joining.find(token)).as("a refusal does not use it up").isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "grace",
        "grace@acme.example\r\nBcc: eve@evil.example",
        "a@b.example, eve@evil.example",
        "<grace@acme.example>",
        "grace hopper@acme.example"
      })
  void whatIsNoAddressIsRefused(String text) {
    assertThatThrownBy(() -> invitations.create(ada, text, Role.MEMBER))
        .hasMessageContaining("must be an email address");
  }

  @Test
  void aNameWithALineBreakBeginsNoHeader() throws Exception {
    world
        .database
        .superuser()
        .sql("update accounts.tenant set name = E'Acme\\r\\nBcc: eve@evil.example' where slug = :s")
        .param("s", slug)
        .update();
    var email = someone();
    invite(email, Role.MEMBER);
    var received = mail.to(email).getFirst();
    assertThat(received.getHeader("Bcc")).isNull();
    assertThat(received.getSubject()).isEqualTo("Join Acme Bcc: eve@evil.example");
    assertThat(mail.to("eve@evil.example")).isEmpty();
  }

  @Test
  void withoutAMailServerTheLinkIsShownToTheOneWhoInvites() {
    try (var without = new AccountsWorld()) {
      var owner = without.owner("plain");
      var made = without.bean(Invitations.class).create(owner, "grace@acme.example", Role.MEMBER);
      var link = Objects.requireNonNull(made.link());
      assertThat(link).startsWith("http://localhost/join/");
      assertThat(made.toString()).doesNotContain(link);
      var token = link.substring(link.lastIndexOf('/') + 1);
      assertThat(without.bean(Joining.class).find(token).email()).isEqualTo("grace@acme.example");
    }
  }
}
