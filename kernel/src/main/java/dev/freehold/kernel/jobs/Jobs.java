package dev.freehold.kernel.jobs;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.db.Rows;
import dev.freehold.kernel.db.TenantDb;
import dev.freehold.kernel.error.KernelError;
import dev.freehold.kernel.error.NotFound;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Jobs of a tenant: enqueued in its transaction, run by {@link JobRunner}, asked for by id. */
public final class Jobs {

  private final TenantDb db;
  private final JsonMapper json;

  public Jobs(TenantDb db, JsonMapper json) {
    this.db = db;
    this.json = json;
  }

  /** Enqueues work that starts once the transaction has committed, and never if it does not. */
  public Job enqueue(JdbcClient sql, String kind, Record payload) {
    var job =
        sql.sql(
                """
                insert into kernel.job (kind, payload)
                values (:kind, :payload::jsonb)
                returning *
                """)
            .param("kind", kind)
            .param("payload", json.writeValueAsString(payload))
            .query(Rows.of(Job.class))
            .single();
    sql.sql("select kernel.schedule_job(:id)").param("id", job.id()).query().singleRow();
    return job;
  }

  public Job get(Caller caller, UUID id) {
    return db.readOne(
            caller,
            "select * from kernel.job where tenant_id = :tenant and id = :id",
            Map.of("id", id),
            Rows.of(Job.class))
        .orElseThrow(() -> new NotFound(KernelError.JOB_NOT_FOUND, "There is no job " + id + "."));
  }
}
