package dev.freehold.accounts.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freehold.accounts.AccountsWorld;
import dev.freehold.accounts.Role;
import dev.freehold.accounts.keys.NewApiKey;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.db.Broadcast;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two nodes on one database: what one takes away, the other gives no more. */
class AccessChangesTest {

  /**
   * Far beyond the few milliseconds that it takes, far below the lifetime of what is remembered.
   */
  private static final Duration SOON = Duration.ofSeconds(3);

  private static final AtomicInteger TENANTS = new AtomicInteger();

  private static AccountsWorld here;
  private static AccountsWorld there;
  private static Wire wire;

  @BeforeAll
  static void open() {
    here = new AccountsWorld();
    wire = new Wire(here.database.port());
    var direct = "jdbc:postgresql://localhost:" + wire.port() + "/" + here.database.name();
    there = here.anotherNode(Map.of("freehold.database.owner-url", direct));
  }

  @AfterAll
  static void close() throws Exception {
    wire.close();
    there.close();
    here.close();
  }

  private static Caller newOwner() {
    return here.owner("tenant-" + TENANTS.incrementAndGet());
  }

  /** Somebody who works in a tenant of somebody else; answers their address. */
  private static String newMember(Role role) {
    var owner = newOwner();
    var email = "member@" + owner.tenantId() + ".example";
    here.signUps.ensureMember(owner.tenantId(), email, "Bob", AccountsWorld.PASSWORD, role);
    return email;
  }

  private static NewApiKey key(Caller owner) {
    return here.keys.create(owner, "Shop", List.of("shop.orders:read"), null);
  }

  private static boolean worksThere(NewApiKey key) throws Exception {
    return there.callerOfKey(key.key()) != null;
  }

  private static void change(String sql, @Nullable Object id) {
    here.database.superuser().sql(sql).param("id", id).update();
  }

  @Test
  void aKeyRevokedHereOpensNothingThere() throws Exception {
    var owner = newOwner();
    var key = key(owner);
    assertThat(worksThere(key)).isTrue();
    here.keys.revoke(owner, key.id(), null);
    await().atMost(SOON).until(() -> !worksThere(key));
  }

  @Test
  void aSuspendedTenantIsShutOutEverywhereAndLetInAgain() throws Exception {
    var owner = newOwner();
    var key = key(owner);
    var session = here.sessions.signIn(emailOf(owner), AccountsWorld.PASSWORD, "127.0.0.1");
    assertThat(worksThere(key)).isTrue();
    assertThat(there.callerOfSession(session)).isNotNull();
    change(
        "update accounts.tenant set suspended_at = now() where tenant_id = :id", owner.tenantId());
    await().atMost(SOON).until(() -> !worksThere(key));
    await().atMost(SOON).until(() -> there.callerOfSession(session) == null);
    change(
        "update accounts.tenant set suspended_at = null where tenant_id = :id", owner.tenantId());
    await().atMost(SOON).until(() -> worksThere(key));
  }

  @Test
  void aSuspendedOrRemovedPersonIsShutOutEverywhere() throws Exception {
    for (var act :
        List.of(
            "update accounts.user_account set suspended_at = now() where email = :id",
            """
            update accounts.member set status = 'suspended'
            where user_id = (select id from accounts.user_account where email = :id)
            """,
            """
            delete from accounts.member
            where user_id = (select id from accounts.user_account where email = :id)
            """)) {
      var email = newMember(Role.MEMBER);
      var session = here.sessions.signIn(email, AccountsWorld.PASSWORD, "127.0.0.1");
      assertThat(there.callerOfSession(session)).isNotNull();
      change(act, email);
      await().atMost(SOON).until(() -> there.callerOfSession(session) == null);
    }
  }

  @Test
  void aChangedRoleHoldsEverywhere() throws Exception {
    var email = newMember(Role.MEMBER);
    var session = here.sessions.signIn(email, AccountsWorld.PASSWORD, "127.0.0.1");
    assertThat(there.callerOfSession(session)).matches(caller -> caller.may("shop.orders:write"));
    change(
        """
        update accounts.member set role = 'viewer'
        where user_id = (select id from accounts.user_account where email = :id)
        """,
        email);
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(there.callerOfSession(session))
                    .matches(caller -> !caller.may("shop.orders:write")));
  }

  @Test
  void aSessionEndedHereIsEndedThere() throws Exception {
    var owner = newOwner();
    var session = here.sessions.signIn(emailOf(owner), AccountsWorld.PASSWORD, "127.0.0.1");
    assertThat(there.callerOfSession(session)).isNotNull();
    here.sessions.signOut(session);
    await().atMost(SOON).until(() -> there.callerOfSession(session) == null);
  }

  @Test
  void aNodeThatHearsNothingDoesNotTrustItsMemoryAndRecovers() throws Exception {
    var owner = newOwner();
    var key = key(owner);
    assertThat(worksThere(key)).isTrue();
    wire.silence(true);
    try {
      here.keys.revoke(owner, key.id(), null);
      await()
          .atMost(Broadcast.TRUST.plusSeconds(1))
          .pollInterval(Duration.ofMillis(50))
          .until(() -> !worksThere(key));
    } finally {
      wire.silence(false);
    }
    var next = key(owner);
    assertThat(worksThere(next)).isTrue();
    here.keys.revoke(owner, next.id(), null);
    await().atMost(SOON.multipliedBy(3)).until(() -> !worksThere(next));
  }

  private static String emailOf(Caller owner) {
    return here.database
        .superuser()
        .sql("select email from accounts.user_account where id = :id")
        .param("id", owner.actor().id())
        .query(String.class)
        .single();
  }
}
