package dev.freehold.kernel.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.kernel.Actor;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.error.Unavailable;
import dev.freehold.kernel.http.StrictJson;
import dev.freehold.kernel.secrets.Secrets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.simple.JdbcClient;

class TenantDbTest {

  private static final Actor OPERATOR = new Actor(Actor.Kind.SYSTEM, null, "operator");

  private final Caller alice = Caller.system(UUID.randomUUID(), "alice", "req_alice");
  private final Caller bob = Caller.system(UUID.randomUUID(), "bob", "req_bob");

  private TestDatabase database;
  private Databases oneConnection;
  private TenantDb db;

  @BeforeEach
  void open() {
    database = TestDatabase.migrated();
    SampleNotes.create(database);
    var all = database.settings();
    oneConnection =
        new Databases(
            new DatabaseSettings(
                all.url(), all.ownerUrl(), all.application(), all.platform(), all.owner(), 1));
    db =
        new TenantDb(
            oneConnection.application(),
            new IdempotentAnswers(StrictJson.mapper(), Secrets.inMemory()));
    SampleNotes.write(db, alice, "alice's note");
  }

  @AfterEach
  void close() {
    oneConnection.close();
    database.close();
  }

  @Test
  void eachTenantSeesItsOwnRowsAlone() {
    SampleNotes.write(db, bob, "bob's note");
    assertThat(SampleNotes.titles(db, alice)).containsExactly("alice's note");
    assertThat(SampleNotes.titles(db, bob)).containsExactly("bob's note");
    assertThat(db.<List<String>>inTenant(alice, SampleNotes::titles))
        .containsExactly("alice's note");
  }

  @Test
  void nothingOfATransactionStaysOnTheConnection() {
    db.inTenant(alice, SampleNotes::titles);
    assertThatTheConnectionForgot();
  }

  @Test
  void nothingOfAFailedTransactionStaysOnTheConnection() {
    assertThatThrownBy(() -> db.inTenant(alice, sql -> sql.sql("select 1 / 0").query().singleRow()))
        .isInstanceOf(DataIntegrityViolationException.class);
    assertThatTheConnectionForgot();
    assertThatThrownBy(
            () ->
                db.inTenant(
                    alice,
                    sql -> {
                      SampleNotes.write(sql, "never kept");
                      throw new IllegalArgumentException("changed my mind");
                    }))
        .hasMessage("changed my mind");
    assertThatTheConnectionForgot();
    assertThat(SampleNotes.titles(db, alice)).containsExactly("alice's note");
  }

  @Test
  void nothingOfAReadStaysOnTheConnection() {
    SampleNotes.titles(db, alice);
    assertThatTheConnectionForgot();
    assertThatThrownBy(
            () -> db.read(alice, "select 1 / 0 as one", Map.of(), (row, index) -> row.getInt(1)))
        .isInstanceOf(DataIntegrityViolationException.class);
    assertThatTheConnectionForgot();
  }

  @Test
  void nothingOfThePlatformStaysOnTheConnection() {
    var platform = new PlatformDb(oneConnection.platform());
    assertThat(platform.<List<String>>acrossTenants(OPERATOR, "req_1", SampleNotes::titles))
        .containsExactly("alice's note");
    var plain = JdbcClient.create(oneConnection.platform());
    assertThat(setting(plain, "freehold.actor_name")).isNullOrEmpty();
    assertThat(setting(plain, "freehold.request")).isNullOrEmpty();
  }

  private void assertThatTheConnectionForgot() {
    var plain = JdbcClient.create(oneConnection.application());
    for (var name : List.of("tenant", "actor_kind", "actor_id", "actor_name", "request")) {
      assertThat(setting(plain, "freehold." + name)).isNullOrEmpty();
    }
    assertThat(SampleNotes.titles(plain)).isEmpty();
    assertThatThrownBy(() -> SampleNotes.write(plain, "nobody's note"))
        .rootCause()
        .hasMessageContaining("row-level security");
  }

  private static @Nullable String setting(JdbcClient sql, String name) {
    return sql.sql("select current_setting(:name, true) as value")
        .param("name", name)
        .query((row, index) -> new @Nullable String[] {row.getString("value")})
        .single()[0];
  }

  @Test
  void aReadTakesNamedValuesAndRepeatsThem() {
    var found =
        db.readOne(
            alice,
            """
            select title from sample.note
            where tenant_id = :tenant and title = :title and :title::text like '%''s note'
            """,
            Map.of("title", "alice's note"),
            (row, index) -> row.getString("title"));
    assertThat(found).contains("alice's note");
  }

  /** From the fifth time on the driver prepares the statement on the server. */
  @Test
  void aReadFindsTheSameRowsHoweverOftenItRuns() {
    var values =
        Map.<String, Object>of(
            "id",
            new UUID(-1, -1),
            "title",
            "alice's note",
            "number",
            1,
            "large",
            1L,
            "flag",
            true,
            "bytes",
            new byte[] {1});
    for (int i = 0; i < 20; i++) {
      var found =
          db.read(
              alice,
              """
              select * from sample.note
              where tenant_id = :tenant and id < :id and title = :title and :number = 1
                and :large = 1 and :flag and length(:bytes) = 1
              order by id desc
              limit :large
              """,
              values,
              (row, index) -> row.getString("title"));
      assertThat(found).containsExactly("alice's note");
    }
  }

  @Test
  void aReadRefusesValuesWhoseTypeTheDriverLeavesOpen() {
    var nothing = new HashMap<String, @Nullable Object>();
    nothing.put("id", null);
    assertThatThrownBy(
            () ->
                db.read(
                    alice,
                    "select 1 from sample.note where id = :id",
                    nothing,
                    (row, index) -> row.getInt(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aBackendKilledInATransactionIsUnavailableAndTheNextCallWorks() {
    assertThatThrownBy(
            () ->
                db.inTenant(
                    alice,
                    sql -> {
                      kill(backend(sql));
                      return SampleNotes.titles(sql);
                    }))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("Nothing was changed");
    assertThat(SampleNotes.titles(db, alice)).containsExactly("alice's note");
  }

  @Test
  void aBackendKilledBeforeTheCommitLeavesTheOutcomeOpenAndSaysSo() {
    assertThatThrownBy(
            () ->
                db.inTenant(
                    alice,
                    sql -> {
                      var note = SampleNotes.write(sql, "kept?");
                      kill(backend(sql));
                      return note;
                    }))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("may or may not have been kept");
    assertThat(SampleNotes.titles(db, alice)).containsExactly("alice's note");
  }

  @Test
  void aBackendKilledInTheNextStatementOfAReadIsUnavailableAndTheNextCallWorks() {
    kill(db.inTenant(alice, TenantDbTest::backend));
    try {
      SampleNotes.titles(db, alice);
    } catch (Unavailable expected) {
      assertThat(expected).hasMessageContaining("not reachable");
    }
    assertThat(SampleNotes.titles(db, alice)).containsExactly("alice's note");
  }

  private static int backend(JdbcClient sql) {
    return sql.sql("select pg_backend_pid()").query(Integer.class).single();
  }

  private void kill(int backend) {
    database
        .superuser()
        .sql("select pg_terminate_backend(:backend, 5000)")
        .param("backend", backend)
        .query()
        .singleRow();
  }

  @Test
  void aConstraintThatRefusesAtTheCommitIsNotAnOutage() {
    database
        .owner()
        .sql(
            "alter table sample.note add constraint once unique (tenant_id, title)"
                + " deferrable initially deferred")
        .update();
    assertThatThrownBy(() -> SampleNotes.write(db, alice, "alice's note"))
        .isInstanceOf(DataIntegrityViolationException.class);
  }

  @Test
  void aStatementThatTakesTooLongIsATimeout() {
    assertThatThrownBy(
            () ->
                db.inTenant(
                    alice,
                    sql -> {
                      sql.sql("set local statement_timeout = '50ms'").update();
                      return sql.sql("select pg_sleep(10)").query().singleRow();
                    }))
        .isInstanceOf(QueryTimeoutException.class);
  }
}
