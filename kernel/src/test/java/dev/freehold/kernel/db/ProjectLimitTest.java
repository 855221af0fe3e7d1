package dev.freehold.kernel.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.kernel.Caller;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

/** Boxes that belong to projects, and what lies in them. */
class ProjectLimitTest {

  private static final UUID RED = UUID.randomUUID();
  private static final UUID BLUE = UUID.randomUUID();

  private final Caller alice = Caller.system(UUID.randomUUID(), "alice", "req_alice");
  private final Caller red = alice.inProject(RED);

  private TestDatabase database;
  private TenantDb db;

  @BeforeEach
  void boxesOfTwoProjectsAndOfNone() {
    database = TestDatabase.migrated();
    database
        .owner()
        .sql(
            """
            create schema sample;
            grant usage on schema sample to freehold_app;
            create table sample.box (
              tenant_id uuid not null default kernel.current_tenant(),
              id uuid not null default kernel.new_id(),
              project_id uuid,
              name text not null,
              primary key (tenant_id, id));
            create table sample.thing (
              tenant_id uuid not null default kernel.current_tenant(),
              id uuid not null default kernel.new_id(),
              box_id uuid not null,
              name text not null,
              primary key (tenant_id, id),
              foreign key (tenant_id, box_id) references sample.box (tenant_id, id));
            call kernel.scope_to_tenant('sample.box');
            call kernel.scope_to_tenant('sample.thing');
            call kernel.limit_to_project('sample.box', 'project_id');
            call kernel.limit_to_project_of('sample.thing', 'box_id', 'sample.box');
            grant select, insert, update, delete on sample.box, sample.thing to freehold_app;
            """)
        .update();
    db = database.tenantDb();
    box(alice, RED, "red");
    box(alice, BLUE, "blue");
    box(alice, null, "free");
  }

  @AfterEach
  void close() {
    database.close();
  }

  private UUID box(Caller caller, @Nullable UUID project, String name) {
    return db.inTenant(
        caller,
        sql -> {
          var id =
              sql.sql(
                      """
                      insert into sample.box (project_id, name) values (:project, :name)
                      returning id
                      """)
                  .param("project", project, java.sql.Types.OTHER)
                  .param("name", name)
                  .query(UUID.class)
                  .single();
          sql.sql("insert into sample.thing (box_id, name) values (:box, :name)")
              .param("box", id)
              .param("name", name)
              .update();
          return id;
        });
  }

  /** Once in a statement alone, once in a transaction. */
  private List<String> names(Caller caller, String table) {
    var sql = "select name from " + table + " where tenant_id = :tenant order by name";
    var alone = db.read(caller, sql, Map.of(), (row, index) -> row.getString("name"));
    var within =
        db.inTenant(
            caller,
            client ->
                client.sql(sql).param("tenant", caller.tenantId()).query(String.class).list());
    assertThat(alone).isEqualTo(within);
    return alone;
  }

  @Test
  void whoeverIsBoundToAProjectSeesItsRowsAndWhatBelongsToThemAlone() {
    for (var table : List.of("sample.box", "sample.thing")) {
      assertThat(names(red, table)).containsExactly("red");
      assertThat(names(alice.inProject(UUID.randomUUID()), table)).isEmpty();
      assertThat(names(alice, table)).containsExactly("blue", "free", "red");
      // From the fifth time on the driver runs a statement that the server has prepared.
      for (int i = 0; i < 10; i++) {
        assertThat(names(red, table)).containsExactly("red");
        assertThat(names(alice.inProject(BLUE), table)).containsExactly("blue");
      }
    }
  }

  @Test
  void whoeverIsBoundToAProjectWritesNothingElse() {
    assertThatThrownBy(() -> box(red, BLUE, "stray")).isInstanceOf(DataAccessException.class);
    assertThatThrownBy(() -> box(red, null, "stray")).isInstanceOf(DataAccessException.class);
    assertThatThrownBy(() -> update("update sample.box set project_id = null"))
        .isInstanceOf(DataAccessException.class);
    assertThat(update("update sample.box set name = 'mine'")).isOne();
    assertThat(update("delete from sample.thing")).isOne();
    assertThat(names(alice, "sample.box")).containsExactly("blue", "free", "mine");
    assertThat(names(alice, "sample.thing")).containsExactly("blue", "free");
  }

  private int update(String statement) {
    return db.inTenant(red, sql -> sql.sql(statement).update());
  }
}
