package dev.freehold.accounts.tenants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.accounts.AccountsWorld;
import dev.freehold.accounts.sessions.SignUps;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.error.Conflict;
import dev.freehold.kernel.error.NotFound;
import dev.freehold.kernel.http.IfMatch;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TenantsTest {

  private AccountsWorld world;
  private Caller acme;

  @BeforeEach
  void open() {
    world = new AccountsWorld();
    acme = world.owner("acme");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aTenantIsRenamedOnTheVersionThatWasRead() {
    var read = world.tenants.get(acme);
    var renamed = world.tenants.rename(acme, "Acme Europe", new IfMatch(read.version()));
    assertThat(renamed.name()).isEqualTo("Acme Europe");
    assertThat(renamed.version()).isEqualTo(read.version() + 1);
    assertThatThrownBy(() -> world.tenants.rename(acme, "Late", new IfMatch(read.version())))
        .isInstanceOf(Conflict.class);
    assertThat(world.audit(acme).getFirst())
        .satisfies(
            entry -> {
              assertThat(entry.action()).isEqualTo("accounts.tenant.changed");
              assertThat(entry.actorName()).isEqualTo("Ada");
              assertThat(String.valueOf(entry.after())).contains("Acme Europe");
            });
  }

  @Test
  void aTenantSeesItselfAlone() {
    var globex = world.owner("globex");
    assertThat(world.tenants.get(globex).slug()).isEqualTo("globex");
    world.tenants.rename(globex, "Globex Two", IfMatch.ANY);
    assertThat(world.tenants.get(acme).name()).isEqualTo("The acme");
  }

  @Test
  void closingEndsKeysAndSessionsAtOnce() throws Exception {
    var key = world.keys.create(acme, "Shop", List.of("*"), null).key();
    var token =
        world.sessions.signIn(AccountsWorld.email("acme"), AccountsWorld.PASSWORD, "address");
    assertThat(world.callerOfKey(key)).isNotNull();
    assertThat(world.callerOfSession(token)).isNotNull();
    world.tenants.close(acme);
    assertThat(world.callerOfKey(key)).isNull();
    assertThat(world.callerOfSession(token)).isNull();
    assertThatThrownBy(() -> world.tenants.get(acme)).isInstanceOf(NotFound.class);
    assertThat(world.sessions.memberships(acme)).isEmpty();
  }

  @Test
  void closingIsPublishedToTheOtherModulesOnce() {
    world.tenants.close(acme);
    world.tenants.close(acme);
    assertThat(world.stored("select type from kernel.outbox")).isEqualTo("[tenant_closed]");
  }

  @Test
  void theSlugOfAClosedTenantIsFreeAgain() {
    world.tenants.close(acme);
    var next =
        world.signUps.create(
            new SignUps.SignUp(
                "eve@acme.example", "Eve", AccountsWorld.PASSWORD, "New Acme", "acme"));
    assertThat(next.tenantId()).isNotEqualTo(acme.tenantId());
  }

  @Test
  void theAddressOfADeletedAccountIsFreeAgain() {
    world
        .database
        .superuser()
        .sql("update accounts.user_account set deleted_at = now() where id = :id")
        .param("id", acme.actor().id())
        .update();
    var next =
        world.signUps.create(
            new SignUps.SignUp(
                AccountsWorld.email("acme"),
                "Ada",
                AccountsWorld.PASSWORD,
                "Acme Two",
                "acme-two"));
    assertThat(next.userId()).isNotEqualTo(acme.actor().id());
  }
}
