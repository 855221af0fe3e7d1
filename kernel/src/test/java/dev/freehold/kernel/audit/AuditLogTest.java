package dev.freehold.kernel.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.kernel.Actor;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.db.SampleNotes;
import dev.freehold.kernel.db.TenantDb;
import dev.freehold.kernel.db.TestDatabase;
import dev.freehold.kernel.http.PageRequest;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditLogTest {

  private static final Actor ALICE = new Actor(Actor.Kind.USER, UUID.randomUUID(), "Alice");
  private static final Actor OPERATOR = new Actor(Actor.Kind.SYSTEM, null, "operator");

  private final Caller alice = new Caller(UUID.randomUUID(), ALICE, Set.of(), "req_alice", null);
  private final Caller bob = Caller.system(UUID.randomUUID(), "bob", "req_bob");

  private TestDatabase database;
  private TenantDb db;
  private AuditLog log;

  @BeforeEach
  void open() {
    database = TestDatabase.migrated();
    SampleNotes.create(database);
    db = database.tenantDb();
    log = new AuditLog(db);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aCreationIsRecordedWithWhoAndWhatAndInWhichRequest() {
    var note = SampleNotes.write(db, alice, "first");
    var entry = entries(alice).getFirst();
    assertThat(entry.action()).isEqualTo("sample.note.created");
    assertThat(entry.objectType()).isEqualTo("sample.note");
    assertThat(entry.objectId()).isEqualTo(note);
    assertThat(entry.actorKind()).isEqualTo("user");
    assertThat(entry.actorId()).isEqualTo(ALICE.id());
    assertThat(entry.actorName()).isEqualTo("Alice");
    assertThat(entry.requestId()).isEqualTo("req_alice");
    assertThat(entry.before()).isNull();
    assertThat(String.valueOf(entry.after()))
        .contains("\"title\":\"first\"")
        .doesNotContain("hush");
  }

  @Test
  void aChangeIsRecordedWithTheChangedColumnsAlone() {
    var note = SampleNotes.write(db, alice, "first");
    change(note, "title = 'second'");
    var entry = entries(alice).getFirst();
    assertThat(entry.action()).isEqualTo("sample.note.changed");
    assertThat(entry.before()).hasToString("{\"title\":\"first\"}");
    assertThat(entry.after()).hasToString("{\"title\":\"second\"}");
  }

  @Test
  void aChangeOfNothingIsNotRecorded() {
    var note = SampleNotes.write(db, alice, "first");
    change(note, "title = title");
    assertThat(entries(alice)).hasSize(1);
  }

  @Test
  void aSecretIsKnownToHaveChangedAndNoMore() {
    var note = SampleNotes.write(db, alice, "first");
    change(note, "secret = 'hush hush'");
    var entry = entries(alice).getFirst();
    assertThat(entry.before()).hasToString("{\"secret\":\"[redacted]\"}");
    assertThat(entry.after()).hasToString("{\"secret\":\"[redacted]\"}");
    assertThat(everythingStored()).doesNotContain("hush");
  }

  private String everythingStored() {
    return database
        .superuser()
        .sql("select string_agg(to_jsonb(entry)::text, ' ') from kernel.audit_log entry")
        .query(String.class)
        .single();
  }

  @Test
  void aDeletionIsRecordedAndTheLogOutlivesWhatItDescribes() {
    var note = SampleNotes.write(db, alice, "first");
    db.inTenant(
        alice, sql -> sql.sql("delete from sample.note where id = :id").param("id", note).update());
    assertThat(entries(alice))
        .extracting(AuditEntry::action)
        .containsExactly("sample.note.deleted", "sample.note.created");
    assertThat(String.valueOf(entries(alice).getFirst().before())).contains("\"title\":\"first\"");
    assertThat(entries(alice).getFirst().after()).isNull();
    database.superuser().sql("drop schema sample cascade").update();
    assertThat(entries(alice)).hasSize(2);
  }

  @Test
  void aTableWithoutSecretsIsAuditedToo() {
    db.inTenant(
        alice,
        sql -> sql.sql("insert into kernel.job (kind, payload) values ('test', '{}')").update());
    assertThat(entries(alice)).extracting(AuditEntry::action).containsExactly("kernel.job.created");
  }

  @Test
  void whatThePlatformChangesStandsInTheTenantsLog() {
    var note = SampleNotes.write(db, alice, "first");
    database
        .platformDb()
        .acrossTenants(
            OPERATOR,
            "req_platform",
            sql ->
                sql.sql("update sample.note set title = 'seized' where id = :id")
                    .param("id", note)
                    .update());
    var entry = entries(alice).getFirst();
    assertThat(entry.actorKind()).isEqualTo("system");
    assertThat(entry.actorName()).isEqualTo("operator");
    assertThat(entry.requestId()).isEqualTo("req_platform");
  }

  @Test
  void aTenantSeesItsOwnLogAlone() {
    SampleNotes.write(db, alice, "alice's");
    assertThat(entries(bob)).isEmpty();
    SampleNotes.write(db, bob, "bob's");
    assertThat(entries(bob)).extracting(AuditEntry::actorName).containsExactly("bob");
    assertThat(entries(alice)).extracting(AuditEntry::actorName).containsExactly("Alice");
  }

  @Test
  void aChangeAndItsRecordAreRolledBackTogether() {
    assertThatThrownBy(
            () ->
                db.inTenant(
                    alice,
                    sql -> {
                      SampleNotes.write(sql, "never kept");
                      throw new IllegalArgumentException("changed my mind");
                    }))
        .hasMessage("changed my mind");
    assertThat(entries(alice)).isEmpty();
    assertThat(SampleNotes.titles(db, alice)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        insert into kernel.audit_log
          (tenant_id, actor_kind, actor_name, action, object_type, request_id)
        values (kernel.current_tenant(), 'user', 'forged', 'a.b.created', 'a.b', 'none')
        """,
        "update kernel.audit_log set actor_name = 'somebody else'",
        "delete from kernel.audit_log",
        "truncate kernel.audit_log",
        "alter table sample.note disable trigger audit",
        "set session_replication_role = replica",
      })
  void nobodyWhoServesRequestsCanForgeTheLog(String statement) {
    SampleNotes.write(db, alice, "first");
    assertThatThrownBy(() -> db.inTenant(alice, sql -> sql.sql(statement).update()))
        .rootCause()
        .hasFieldOrPropertyWithValue("SQLState", "42501");
    assertThatThrownBy(
            () ->
                database
                    .platformDb()
                    .acrossTenants(OPERATOR, "req_1", sql -> sql.sql(statement).update()))
        .rootCause()
        .hasFieldOrPropertyWithValue("SQLState", "42501");
    assertThat(entries(alice)).extracting(AuditEntry::actorName).containsExactly("Alice");
  }

  @Test
  void anEntryLiesInThePartitionOfItsMonth() {
    SampleNotes.write(db, alice, "first");
    assertThat(partitionsWithRows()).containsExactly("kernel.audit_log_" + month(0));
  }

  @Test
  void partitionsAreCreatedAheadAndOnlyOnce() {
    assertThat(createPartitions(3)).isZero();
    assertThat(createPartitions(5)).isEqualTo(2);
    assertThat(createPartitions(5)).isZero();
  }

  @Test
  void entriesThatCameBeforeTheirPartitionMoveIntoIt() {
    database
        .superuser()
        .sql(
            """
            insert into kernel.audit_log (tenant_id, occurred_at, actor_kind, actor_name, action,
              object_type, request_id)
            values (:tenant, date_trunc('month', now() at time zone 'UTC') at time zone 'UTC'
                + interval '4 months 1 day',
              'user', 'early', 'a.b.created', 'a.b', 'none')
            """)
        .param("tenant", alice.tenantId())
        .update();
    assertThat(partitionsWithRows()).containsExactly("kernel.audit_log_default");
    assertThat(createPartitions(4)).isOne();
    assertThat(partitionsWithRows()).containsExactly("kernel.audit_log_" + month(4));
    assertThat(entries(alice)).extracting(AuditEntry::actorName).containsExactly("early");
  }

  private List<String> partitionsWithRows() {
    return database
        .superuser()
        .sql("select distinct tableoid::regclass::text as name from kernel.audit_log")
        .query((row, index) -> row.getString("name"))
        .list();
  }

  private static String month(int ahead) {
    return DateTimeFormatter.ofPattern("yyyy_MM")
        .format(LocalDate.now(ZoneOffset.UTC).plusMonths(ahead));
  }

  private int createPartitions(int monthsAhead) {
    return database
        .platformDb()
        .acrossTenants(
            OPERATOR,
            "req_1",
            sql ->
                sql.sql("select kernel.create_audit_partitions(:months)")
                    .param("months", monthsAhead)
                    .query(Integer.class)
                    .single());
  }

  @Test
  void theLogIsPagedNewestFirst() {
    for (int number = 1; number <= 5; number++) {
      SampleNotes.write(db, alice, "note " + number);
    }
    var first = log.list(alice, PageRequest.first(3));
    assertThat(first.rows()).hasSize(3);
    assertThat(first.nextCursor()).isNotNull();
    assertThat(String.valueOf(first.rows().getFirst().after())).contains("note 5");
  }

  private void change(UUID note, String assignment) {
    db.inTenant(
        alice,
        sql ->
            sql.sql("update sample.note set " + assignment + " where id = :id")
                .param("id", note)
                .update());
  }

  private List<AuditEntry> entries(Caller caller) {
    return log.list(caller, PageRequest.first(50)).rows();
  }
}
