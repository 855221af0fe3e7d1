package dev.freehold.kernel.db;

import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A row for each of the kernel's tables that is there, as two tenants would leave them. */
public final class KernelRows {

  private static final Map<String, String> ROWS =
      Map.of(
          "kernel.audit_log",
          """
          insert into kernel.audit_log
            (tenant_id, actor_kind, actor_name, action, object_type, request_id)
          values (:tenant, 'system', 'test', 'test.thing.created', 'test.thing', 'req_1')
          """,
          "kernel.access_grant",
          """
          insert into kernel.access_grant
            (tenant_id, subject_kind, subject_id, resource_kind, resource_id, permissions)
          values
            (:tenant, 'user', kernel.new_id(), 'test.thing', kernel.new_id(), '{test.things:read}')
          """,
          "kernel.outbox",
          "insert into kernel.outbox (tenant_id, type, payload) values (:tenant, 'thing', '{}')",
          "kernel.job",
          "insert into kernel.job (tenant_id, kind, payload) values (:tenant, 'test.thing', '{}')",
          "kernel.scheduled_task",
          """
          insert into kernel.scheduled_task
            (task_name, task_instance, execution_time, picked, version)
          values ('job', cast(:tenant as text) || '/' || kernel.new_id(), now() + interval '1 day', false, 1)
          """,
          "kernel.idempotent_answer",
          """
          insert into kernel.idempotent_answer (tenant_id, id, request_hash, status)
          values (:tenant, sha256(uuid_send(kernel.new_id())), sha256('request'), 200)
          """);

  private KernelRows() {}

  /** Two tenants' rows, in the tables that the schema has by now. */
  public static void insert(JdbcClient superuser) {
    ROWS.forEach(
        (table, insert) -> {
          for (int tenant = 0; tenant < 2; tenant++) {
            if (exists(superuser, table)) {
              superuser.sql(insert).param("tenant", java.util.UUID.randomUUID()).update();
            }
          }
        });
  }

  private static boolean exists(JdbcClient superuser, String table) {
    return superuser
        .sql("select to_regclass(:table) is not null")
        .param("table", table)
        .query(Boolean.class)
        .single();
  }
}
