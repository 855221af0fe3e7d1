package dev.freehold.kernel.jobs;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.db.Rows;
import dev.freehold.kernel.db.TenantDb;
import dev.freehold.kernel.error.KernelError;
import dev.freehold.kernel.error.NotFound;
import java.time.Duration;
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
    return enqueue(sql, kind, payload, Duration.ZERO);
  }

  /** The same, but the work waits at least so long. */
  public Job enqueue(JdbcClient sql, String kind, Record payload, Duration delay) {
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
    sql.sql("select kernel.schedule_job(:id, :delay)")
        .param("id", job.id())
        .param("delay", (double) delay.toSeconds())
        .query()
        .singleRow();
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
