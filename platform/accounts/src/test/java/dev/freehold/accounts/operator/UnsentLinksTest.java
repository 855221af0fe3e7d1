package dev.freehold.accounts.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freehold.accounts.AccountsWorld;
import dev.freehold.accounts.TestMail;
import dev.freehold.accounts.mails.UnsentLinks;
import dev.freehold.kernel.Actor;
import dev.freehold.kernel.Caller;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What happens to links of mails where no mail server is set up. */
class UnsentLinksTest {

  private static final String PAGE = "/console/operator/links";
  private static final Pattern LINK = Pattern.compile("http://localhost(/password/reset/\\w{43})");
  private static final Caller OPERATOR =
      new Caller(
          UUID.randomUUID(),
          new Actor(Actor.Kind.USER, UUID.randomUUID(), "Olga"),
          Set.of(UnsentLinks.OPERATE),
          "req_operator",
          null);

  private static AccountsWorld world;
  private static Hands hands;
  private static String session;

  @BeforeAll
  static void open() {
    world = new AccountsWorld();
    hands = Hands.ofOperator(world);
    session = hands.session("house");
  }

  @AfterAll
  static void close() {
    world.close();
  }

  /** Somebody forgets the password; answers the id of the link that waits then. */
  private static String forgets(String slug) {
    var email = AccountsWorld.email(slug);
    var asked = hands.visit("/password/forgot", "none", "email=" + email);
    assertThat(asked.body()).contains("whoever runs this installation");
    await().until(() -> !waiting(email).equals("[]"));
    return waiting(email).replaceAll("[\\[\\]]", "");
  }

  private static String waiting(String email) {
    return world.stored("select id from accounts.unsent_link where email = '" + email + "'");
  }

  @Test
  void theOperatorHandsOnALinkThatIsKeptEncryptedAndRecordedWhenShown() {
    world.owner("acme");
    var id = forgets("acme");
    var list = hands.visit(PAGE, session, null).body();
    assertThat(list).contains("ada@acme.example", "Choose a new password", "Never");
    assertThat(LINK.matcher(list).find()).isFalse();

    var shown = hands.visit(PAGE + "/" + id, session, "").body();
    var link = LINK.matcher(shown);
    assertThat(link.find()).as(shown).isTrue();
    assertThat(
            world.stored(
                "select encode(link, 'escape') from accounts.unsent_link where id = '" + id + "'"))
        .doesNotContain("/password/reset");
    var log =
        """
        select actor_name || ' ' || coalesce(after ->> 'shown_at', '') from kernel.audit_log
        where object_id = '%s' and action = 'accounts.unsent_link.changed'
        """
            .formatted(id);
    assertThat(world.stored(log)).contains("Ada of house");
    hands.visit(PAGE + "/" + id, session, "");
    assertThat(world.stored(log).split("Ada of house", -1)).hasSize(3);
    assertThat(
            world.stored("select after::text from kernel.audit_log where object_id = '" + id + "'"))
        .doesNotContain("password/reset")
        .contains("redacted");

    var password = "password=a+quite+new+password";
    assertThat(hands.visit(link.group(1), "none", password).body()).contains("was changed");
    assertThat(hands.visit(link.group(1), "none", null).statusCode()).isEqualTo(404);
  }

  @Test
  void nobodyLearnsWhetherThereIsSuchAnAccount() {
    var asked = hands.visit("/password/forgot", "none", "email=nobody@acme.example");
    assertThat(asked.statusCode()).isEqualTo(200);
    await()
        .until(
            () ->
                world
                    .stored("select id from accounts.account_mail where email like 'nobody@%'")
                    .equals("[]"));
    assertThat(waiting("nobody@acme.example")).isEqualTo("[]");
  }

  @Test
  void aLinkGoesWhenItHasExpired() {
    world.owner("globex");
    var id = forgets("globex");
    world
        .database
        .superuser()
        .sql("update accounts.unsent_link set expires_at = now() where id = :id")
        .param("id", UUID.fromString(id))
        .update();
    assertThat(hands.visit(PAGE + "/" + id, session, "").statusCode()).isEqualTo(404);
    assertThat(hands.visit(PAGE, session, null).body()).doesNotContain("ada@globex.example");
    world.bean(UnsentLinks.class).tidy();
    assertThat(waiting("ada@globex.example")).isEqualTo("[]");
  }

  @Test
  void theOwnersOfTenantsSeeNone() {
    world.owner("initech");
    var id = forgets("initech");
    var owner = hands.session("initech");
    assertThat(hands.visit(PAGE, owner, null).statusCode()).isEqualTo(403);
    assertThat(hands.visit(PAGE + "/" + id, owner, "").statusCode()).isEqualTo(403);
  }

  @Test
  void withAMailServerNothingIsKeptOrShown() {
    try (var server = new TestMail();
        var mailing = AccountsWorld.mailingTo(server.port())) {
      mailing
          .database
          .superuser()
          .sql(
              """
              insert into accounts.unsent_link (kind, email, link, expires_at)
              values ('reset_password', 'a@b.example', 'x', now() + interval '1 hour')
              """)
          .update();
      var links = mailing.bean(UnsentLinks.class);
      assertThat(links.areKept()).isFalse();
      assertThat(links.list(OPERATOR)).isEqualTo(List.of());
      links.tidy();
      assertThat(mailing.stored("select id from accounts.unsent_link")).isEqualTo("[]");
    }
  }
}
