package dev.freehold.kernel.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.kernel.Actor;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.error.Unavailable;
import dev.freehold.kernel.http.StrictJson;
import dev.freehold.kernel.secrets.Secrets;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class DatabaseOutageTest {

  private static final DatabaseSettings.Login APPLICATION =
      new DatabaseSettings.Login(DatabaseRoles.APPLICATION, "application");
  private static final DatabaseSettings.Login PLATFORM =
      new DatabaseSettings.Login(DatabaseRoles.PLATFORM, "platform");
  private static final DatabaseSettings.Login OWNER =
      new DatabaseSettings.Login(DatabaseRoles.OWNER, "owner");

  @Test
  void aStoppedDatabaseIsUnavailableWithinSeconds() throws Exception {
    var server = EmbeddedPostgres.builder().start();
    try (var superuser = server.getPostgresDatabase().getConnection()) {
      DatabaseRoles.ensure(
          superuser, new DatabaseRoles.Passwords("owner", "application", "platform"));
    }
    try (var databases = new Databases(settings(server.getPort(), APPLICATION))) {
      var caller = Caller.system(UUID.randomUUID(), "alice", "req_1");
      var db =
          new TenantDb(
              databases.application(),
              new IdempotentAnswers(StrictJson.mapper(), Secrets.inMemory()));
      assertThat(db.<Integer>inTenant(caller, sql -> 1)).isEqualTo(1);
      server.close();
      unavailable(() -> db.inTenant(caller, sql -> sql.sql("select 1").query().singleRow()));
      unavailable(() -> db.read(caller, "select 1", Map.of(), (row, index) -> row.getInt(1)));
      unavailable(
          () ->
              new PlatformDb(databases.platform())
                  .acrossTenants(new Actor(Actor.Kind.SYSTEM, null, "test"), "req_1", sql -> 1));
    }
  }

  private static void unavailable(ThrowingCallable call) {
    var start = Instant.now();
    assertThatThrownBy(call)
        .isInstanceOf(Unavailable.class)
        .extracting(failure -> ((Unavailable) failure).code().status())
        .isEqualTo(503);
    assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(8));
  }

  @Test
  void anAddressThatNamesAUserIsRefused() {
    for (var address : new String[] {"localhost/db?user=postgres", "postgres@localhost/db"}) {
      var settings =
          new DatabaseSettings(
              "jdbc:postgresql://" + address,
              "jdbc:postgresql://" + address,
              APPLICATION,
              PLATFORM,
              OWNER,
              1);
      assertThatThrownBy(() -> new Databases(settings))
          .hasMessageContaining("must not hold a user or password");
    }
  }

  @Test
  void aRoleThatRowSecurityDoesNotBindIsRefused() {
    try (var database = TestDatabase.migrated()) {
      database.databases().checkRoles();
      for (var login :
          new DatabaseSettings.Login[] {OWNER, new DatabaseSettings.Login("postgres", "")}) {
        try (var unsafe = new Databases(settings(database, login))) {
          assertThatThrownBy(unsafe::checkRoles)
              .hasMessageContaining("the application role " + login.user());
        }
      }
    }
  }

  private static DatabaseSettings settings(TestDatabase database, DatabaseSettings.Login login) {
    var url = database.settings().url();
    return new DatabaseSettings(url, url, login, PLATFORM, OWNER, 1);
  }

  private static DatabaseSettings settings(int port, DatabaseSettings.Login login) {
    var url = "jdbc:postgresql://localhost:" + port + "/postgres";
    return new DatabaseSettings(url, url, login, PLATFORM, OWNER, 1);
  }
}
