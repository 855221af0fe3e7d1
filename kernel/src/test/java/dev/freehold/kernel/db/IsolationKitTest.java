package dev.freehold.kernel.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.kernel.Caller;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IsolationKitTest {

  private static final UUID ATTACKER = UUID.randomUUID();
  private static final UUID VICTIM = UUID.randomUUID();

  private TestDatabase database;

  @BeforeEach
  void open() {
    database = TestDatabase.migrated();
    SampleNotes.create(database);
    SampleNotes.write(
        database.tenantDb(), Caller.system(VICTIM, "victim", "req_1"), "the victim's secret");
  }

  @AfterEach
  void close() {
    database.close();
  }

  private IsolationKit.Report attack(List<String> tables) {
    return IsolationKit.attack(
        database, database.databases().application(), tables, ATTACKER, VICTIM);
  }

  @Test
  void noTableOfTheKernelLetsAnotherTenantIn() {
    KernelRows.insert(database.superuser());
    var tables = TenancyRules.of(database).tenantTables();
    var report = attack(tables);
    assertThat(report.leaks()).isEmpty();
    assertThat(report.withoutRows()).isEmpty();
    assertThat(report.attacked()).containsExactlyElementsOf(tables);
  }

  @Test
  void aTableWithoutRowsProvesNothingAndIsNamed() {
    assertThat(attack(List.of("kernel.outbox")).withoutRows()).containsExactly("kernel.outbox");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          alter table sample.note disable row level security | from another tenant: select count
          alter policy tenant on sample.note using (true) | from another tenant: delete
          alter policy tenant on sample.note with check (true) | from another tenant: insert
          alter policy tenant on sample.note with check (true) | without a tenant: insert
          alter policy tenant on sample.note using (tenant_id = current_setting('freehold.tenant', true)::uuid) | without a tenant: select count(*) from sample.note gave 22P02
          grant truncate on sample.note to freehold_app | from another tenant: truncate sample.note
          create unique index one_title on sample.note (title) | from another tenant: insert into sample.note
          create view sample.every as select * from sample.note; grant select on sample.every to freehold_app | from another tenant: select count(*) from sample.every
          """)
  void aLeakIsReported(String change, String leak) {
    database.superuser().sql(change).update();
    assertThat(attack(List.of("sample.note")).leaks())
        .anySatisfy(found -> assertThat(found).startsWith(leak));
  }

  @Test
  void aPartitionThatCanBeReadPastItsTableIsReported() {
    KernelRows.insert(database.superuser());
    database.superuser().sql("grant select on kernel.audit_log_default to freehold_app").update();
    assertThat(attack(List.of("kernel.audit_log")).leaks())
        .singleElement()
        .asString()
        .startsWith("from another tenant: select count(*) from kernel.audit_log_default");
  }
}
