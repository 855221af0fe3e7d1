package dev.freehold.kernel.db;

import dev.freehold.kernel.Caller;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A table of tenants as a module would make it, for tests of what holds for all of them. */
public final class SampleNotes {

  private SampleNotes() {}

  /** Creates {@code sample.note}, audited, with a secret column. */
  public static void create(TestDatabase database) {
    database
        .owner()
        .sql(
            """
            create schema sample;
            grant usage on schema sample to freehold_app, freehold_platform;
            create table sample.note (
              tenant_id uuid not null default kernel.current_tenant(),
              id uuid not null default kernel.new_id(),
              title text not null,
              secret text,
              version bigint not null default 1,
              updated_at timestamptz not null default now(),
              primary key (tenant_id, id)
            );
            call kernel.scope_to_tenant('sample.note');
            call kernel.audit('sample.note', 'secret');
            create trigger touch before update on sample.note
              for each row execute function kernel.touch();
            grant select, insert, update, delete on sample.note to freehold_app, freehold_platform
            """)
        .update();
  }

  public static UUID write(JdbcClient sql, String title) {
    return sql.sql("insert into sample.note (title, secret) values (:title, 'hush') returning id")
        .param("title", title)
        .query(UUID.class)
        .single();
  }

  public static UUID write(TenantDb db, Caller caller, String title) {
    return db.inTenant(caller, sql -> write(sql, title));
  }

  /** All titles that one SELECT without a filter shows this caller. */
  public static List<String> titles(TenantDb db, Caller caller) {
    return db.read(
        caller,
        "select title from sample.note order by title",
        Map.of(),
        (row, index) -> row.getString("title"));
  }

  public static List<String> titles(JdbcClient sql) {
    return sql.sql("select title from sample.note order by title")
        .query((row, index) -> row.getString("title"))
        .list();
  }
}
