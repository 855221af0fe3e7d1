package dev.freehold.kernel.jobs;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.db.Rows;
import dev.freehold.kernel.db.TenantDb;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs one attempt at a job as its tenant, and writes down how it went. */
public final class JobRunner {

  static final int MAX_ATTEMPTS = 8;

  /** How long a job of a tenant that is held waits before it asks again. */
  static final Duration HOLD = Duration.ofMinutes(1);

  private static final Duration MAX_BACK_OFF = Duration.ofMinutes(10);

  private static final Logger log = LoggerFactory.getLogger(JobRunner.class);

  private record Claimed(String kind, JsonNode payload, int attempts) {}

  private final TenantDb db;
  private final JsonMapper json;
  private final Map<String, JobKind<?>> kinds;

  public JobRunner(TenantDb db, JsonMapper json, List<JobKind<?>> kinds) {
    this.db = db;
    this.json = json;
    this.kinds = kinds.stream().collect(Collectors.toMap(JobKind::name, Function.identity()));
  }

  /**
   * @param instance {@code <tenant>/<job>}, as {@code kernel.schedule_job} writes it
   * @return how long to wait for the next attempt; empty when the job is over
   */
  Optional<Duration> run(String instance) {
    var parts = instance.split("/", 2);
    var jobId = UUID.fromString(parts[1]);
    var caller = Caller.system(UUID.fromString(parts[0]), "job", "job:" + jobId);
    try (var tenant = MDC.putCloseable("tenant", parts[0]);
        var request = MDC.putCloseable("request_id", caller.requestId())) {
      if (isHeld(caller)) {
        return Optional.of(HOLD);
      }
      var job = claim(caller, jobId);
      return job == null || attempt(caller, jobId, job)
          ? Optional.empty()
          : Optional.of(backOff(job.attempts()));
    }
  }

  /** 2 s, 4 s, 8 s and so on. */
  static Duration backOff(int attempts) {
    var doubled = Duration.ofSeconds(1L << Math.min(attempts, 20));
    return doubled.compareTo(MAX_BACK_OFF) < 0 ? doubled : MAX_BACK_OFF;
  }

  private boolean isHeld(Caller caller) {
    return db.read(
            caller,
            "select lookup.is_held(:tenant) as held",
            Map.of(),
            (row, index) -> row.getBoolean("held"))
        .getFirst();
  }

  private @Nullable Claimed claim(Caller caller, UUID id) {
    return db.inTenant(
        caller,
        sql ->
            sql.sql(
                    """
                    update kernel.job set state = 'running', attempts = attempts + 1
                    where tenant_id = :tenant and id = :id and state in ('queued', 'running')
                    returning kind, payload, attempts
                    """)
                .param("tenant", caller.tenantId())
                .param("id", id)
                .query(Rows.of(Claimed.class))
                .optional()
                .orElse(null));
  }

  private boolean attempt(Caller caller, UUID id, Claimed job) {
    if (job.attempts() > MAX_ATTEMPTS) {
      giveUp(caller, id, "every attempt ended with the process that made it");
      return true;
    }
    try {
      var kind = kinds.get(job.kind());
      if (kind == null) {
        throw new IllegalStateException("no module does jobs of kind " + job.kind());
      }
      finish(caller, id, Job.State.SUCCEEDED, work(kind, caller, job.payload()), null);
      return true;
    } catch (RuntimeException e) {
      log.warn("job {} {} failed, attempt {}", job.kind(), id, job.attempts(), e);
      if (job.attempts() < MAX_ATTEMPTS) {
        return false;
      }
      giveUp(caller, id, "the reason stands in the log under request job:" + id);
      return true;
    }
  }

  private void giveUp(Caller caller, UUID id, String reason) {
    finish(
        caller,
        id,
        Job.State.FAILED,
        null,
        "gave up after " + MAX_ATTEMPTS + " attempts; " + reason);
  }

  private <P extends Record> @Nullable Record work(
      JobKind<P> kind, Caller caller, JsonNode payload) {
    return kind.work().apply(caller, json.treeToValue(payload, kind.payload()));
  }

  private void finish(
      Caller caller, UUID id, Job.State state, @Nullable Record result, @Nullable String error) {
    db.inTenant(
        caller,
        sql ->
            sql.sql(
                    """
                    update kernel.job
                    set state = lower(:state), result = :result::jsonb, error = :error, payload = '{}',
                        finished_at = now()
                    where tenant_id = :tenant and id = :id
                    """)
                .param("tenant", caller.tenantId())
                .param("id", id)
                .param("state", state.name())
                .param("result", result == null ? null : json.writeValueAsString(result))
                .param("error", error)
                .update());
  }
}
