package dev.freehold.kernel.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

class KernelTenancyTest {

  private static TestDatabase database;

  @BeforeAll
  static void open() {
    database = TestDatabase.migrated();
    SampleNotes.create(database);
    database
        .owner()
        .sql(
            """
            create table sample.plan (id uuid primary key);
            create function sample.bad() returns int language sql as 'select 1';
            revoke execute on function sample.bad() from public;
            """)
        .update();
  }

  @AfterAll
  static void close() {
    database.close();
  }

  private static TenancyRules rules(JdbcClient sql) {
    return TenancyRules.of(sql).platformTable("sample.plan", "plans are the operator's");
  }

  @Test
  void theKernelsTablesKeepTheRules() {
    assertThat(rules(database.superuser()).violations()).isEmpty();
    assertThat(rules(database.superuser()).tenantTables())
        .containsExactly(
            "kernel.access_grant",
            "kernel.audit_log",
            "kernel.idempotent_answer",
            "kernel.job",
            "kernel.outbox",
            "sample.note");
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          create table sample.bad (id uuid primary key) | sample.bad has no tenant_id uuid not null
          create table sample.bad (tenant_id text not null, primary key (tenant_id)) | sample.bad has no tenant_id uuid not null
          create table sample.bad (tenant_id uuid, id int unique) | sample.bad has no tenant_id uuid not null
          create table sample.bad (tenant_id uuid not null) | sample.bad has no primary key
          create table sample.bad (tenant_id uuid not null, id uuid primary key) | sample.bad_pkey is unique without starting with tenant_id
          alter table sample.note add constraint bad unique (title) | sample.bad is unique without starting with tenant_id
          create unique index bad on sample.note (lower(title), tenant_id) | sample.bad is unique without starting with tenant_id
          create unique index bad on kernel.audit_log_default (id) | kernel.bad is unique without starting with tenant_id
          alter table sample.note add constraint bad exclude (title with =) | sample.bad is unique without starting with tenant_id
          alter table sample.note add plan uuid constraint bad references sample.plan | sample.note.bad is a foreign key that does not start with tenant_id
          alter table sample.note add other uuid, add constraint bad foreign key (other, id) references sample.note (tenant_id, id) | sample.note.bad is a foreign key that does not start with tenant_id
          alter table sample.note add parent uuid, add constraint bad foreign key (tenant_id, parent) references sample.note on delete set null | sample.note.bad sets tenant_id to null
          alter table sample.note disable row level security | sample.note does not enable and force row security
          alter table sample.note no force row level security | sample.note does not enable and force row security
          create policy bad on sample.note to freehold_app using (true) | sample.note.bad is not one of the expected policies
          create policy bad on sample.note using (tenant_id = (select kernel.current_tenant())) | sample.note.bad is not one of the expected policies
          create policy bad on sample.note for select to freehold_lookup using (title = '') | sample.note.bad is not one of the expected policies
          create policy bad on sample.note to freehold_lookup using (true) | sample.note.bad is not one of the expected policies
          alter policy tenant on sample.note using (true) | sample.note.tenant is not one of the expected policies
          alter policy tenant on sample.note with check (true) | sample.note.tenant is not one of the expected policies
          drop policy tenant on sample.note; create policy tenant on sample.note to freehold_app using (tenant_id = (select kernel.current_tenant())) | sample.note.tenant is not one of the expected policies
          drop policy tenant on sample.note | sample.note is granted to the application role, which has no policy
          alter table sample.note add number bigint generated always as identity | sample.note.number counts across tenants
          create sequence sample.bad; alter table sample.note add number bigint default nextval('sample.bad') | sample.note.number counts across tenants
          create view sample.bad as select * from sample.note | sample.bad is a view without security_invoker
          create view sample.bad with (security_invoker = off) as select * from sample.note | sample.bad is a view without security_invoker
          create materialized view sample.bad as select * from sample.note; grant select on sample.bad to freehold_app | sample.bad cannot have row security
          alter role freehold_app bypassrls | freehold_app must not be superuser
          alter role freehold_platform superuser | freehold_platform must not be superuser
          alter role freehold_owner createrole | freehold_owner must not be superuser
          alter role freehold_lookup login | freehold_lookup must not log in
          grant freehold_owner to freehold_app | freehold_app is a member of freehold_owner
          grant pg_read_all_data to freehold_platform | freehold_platform is a member of pg_read_all_data
          alter table sample.note owner to freehold_app | table sample.note is owned by freehold_app
          alter function sample.bad owner to freehold_platform | function sample.bad() is owned by freehold_platform
          alter table sample.note owner to postgres | sample.note is owned by postgres, not by the owner role
          grant truncate on sample.note to freehold_app | sample.note freehold_app has TRUNCATE
          grant references (id) on sample.note to freehold_app | sample.note freehold_app has REFERENCES
          grant trigger on sample.note to freehold_platform | sample.note freehold_platform has TRIGGER
          grant select (title) on sample.note to public | sample.note PUBLIC has SELECT
          grant select on sample.note to freehold_app with grant option | sample.note freehold_app may hand on SELECT
          grant select on kernel.audit_log_default to freehold_app | kernel.audit_log_default is a partition, but freehold_app has SELECT
          grant select (id) on sample.plan to freehold_app | sample.plan is a platform table, but freehold_app has SELECT
          create sequence sample.bad; grant usage on sample.bad to freehold_app | sample.bad is a sequence that all tenants would share
          grant select (title) on sample.note to freehold_lookup | sample.note.title is readable by the lookup role
          grant select on sample.note to freehold_lookup | sample.note gives the lookup role SELECT beyond single columns
          grant update (title) on sample.note to freehold_lookup | sample.note gives the lookup role UPDATE beyond single columns
          grant create on schema sample to freehold_app | schema sample freehold_app may create in it
          grant create on schema public to public | schema public PUBLIC may create in it
          grant temporary on database DATABASE to public | database PUBLIC has TEMPORARY
          alter default privileges in schema sample grant select on tables to freehold_app | default privileges give SELECT on what is made later
          alter function sample.bad security definer set search_path = pg_catalog, pg_temp | sample.bad runs with the rights of freehold_owner outside the schema lookup
          alter function sample.bad security definer | sample.bad has no search_path from pg_catalog to pg_temp
          alter function sample.bad security definer set search_path = sample | sample.bad has no search_path from pg_catalog to pg_temp
          grant execute on function kernel.schedule_job to public | kernel.schedule_job can be executed by PUBLIC
          alter function kernel.schedule_job owner to postgres | kernel.schedule_job runs with the rights of postgres
          create function lookup.bad() returns int language sql security definer set search_path = pg_catalog, pg_temp as 'select 1'; alter function lookup.bad owner to freehold_owner; revoke execute on function lookup.bad from public | lookup.bad is not owned by the lookup role
          drop policy recorder on kernel.audit_log | kernel.audit_log.recorder is declared as an exception (POLICY) that it does not need
          drop table sample.plan | sample.plan is declared as a table without tenants, and missing
          """)
  void aBrokenRuleIsReported(String change, String violation) throws SQLException {
    assertThat(violationsAfter(change))
        .anySatisfy(found -> assertThat(found).startsWith(violation));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          alter policy tenant on sample.note rename to own
          create view sample.good with (security_invoker = true) as select * from sample.note; alter view sample.good owner to freehold_owner
          create unique index good on sample.note (tenant_id, title) where title <> ''
          alter table sample.note add parent uuid, add constraint good foreign key (tenant_id, parent) references sample.note on delete set null (parent)
          drop policy tenant on sample.note; create policy seen on sample.note for select to freehold_app using (tenant_id = (select kernel.current_tenant())); create policy added on sample.note for insert to freehold_app with check (tenant_id = (select kernel.current_tenant()))
          """)
  void whatKeepsTheRulesIsNotReported(String change) throws SQLException {
    assertThat(violationsAfter(change)).isEmpty();
  }

  private static java.util.List<String> violationsAfter(String change) throws SQLException {
    try (var connection = database.superuserConnection()) {
      connection.setAutoCommit(false);
      var sql = JdbcClient.create(new SingleConnectionDataSource(connection, true));
      sql.sql(change.replace("DATABASE", database.name())).update();
      var violations = rules(sql).violations();
      connection.rollback();
      return violations;
    }
  }

  @Test
  void aSharedTableIsGuardedByPoliciesThatHaveAReason() throws SQLException {
    try (var connection = database.superuserConnection()) {
      connection.setAutoCommit(false);
      var sql = JdbcClient.create(new SingleConnectionDataSource(connection, true));
      sql.sql("grant select on sample.plan to freehold_app").update();
      var rules = TenancyRules.of(sql).sharedTable("sample.plan", "every tenant may read them");
      assertThat(rules.violations())
          .containsExactly("sample.plan does not enable and force row security");
      sql.sql(
              """
              alter table sample.plan enable row level security;
              alter table sample.plan force row level security;
              create policy everybody on sample.plan for select to freehold_app using (true)
              """)
          .update();
      assertThat(rules.violations())
          .singleElement()
          .asString()
          .startsWith("sample.plan.everybody is not one of the expected policies");
      rules.policy("sample.plan.everybody", "prices are public");
      assertThat(rules.violations()).isEmpty();
      connection.rollback();
    }
  }

  @Test
  void anExceptionNeedsAReason() {
    assertThatThrownBy(() -> TenancyRules.of(database).globallyUnique("sample.key", " "))
        .hasMessage("sample.key needs a reason");
  }
}
