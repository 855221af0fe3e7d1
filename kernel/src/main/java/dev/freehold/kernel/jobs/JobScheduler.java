package dev.freehold.kernel.jobs;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** db-scheduler over our table: jobs of tenants, and housekeeping. Several nodes share the work. */
public final class JobScheduler implements AutoCloseable {

  static final int THREADS = 8;

  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration SHUTDOWN = Duration.ofSeconds(10);
  private static final Duration STORE_GONE = Duration.ofSeconds(10);
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);
  private static final int MISSED_HEARTBEATS = 4;

  private final Scheduler scheduler;

  public JobScheduler(DataSource platform, JobRunner runner, List<Recurring> housekeeping) {
    var recurring = housekeeping.stream().map(JobScheduler::task).toList();
    var known = new ArrayList<Task<?>>(List.of(jobs(runner)));
    this.scheduler =
        Scheduler.create(platform, known)
            .startTasks(recurring)
            .tableName("kernel.scheduled_task")
            .threads(THREADS)
            .pollingInterval(POLL)
            .shutdownMaxWait(SHUTDOWN)
            .heartbeatInterval(HEARTBEAT)
            .missedHeartbeatsLimit(MISSED_HEARTBEATS)
            .alwaysPersistTimestampInUTC()
            .build();
  }

  /** A job that fails has said so; only a store that is gone makes its run itself fail. */
  private static Task<Void> jobs(JobRunner runner) {
    return Tasks.custom("job", Void.class)
        .onFailure(new FailureHandler.OnFailureRetryLater<>(STORE_GONE))
        .execute(
            (instance, context) -> {
              var nextAttempt = runner.run(instance.getId());
              return (complete, operations) ->
                  nextAttempt.ifPresentOrElse(
                      wait -> operations.reschedule(complete, Instant.now().plus(wait)),
                      operations::remove);
            });
  }

  private static RecurringTask<Void> task(Recurring recurring) {
    return Tasks.recurring(recurring.name(), FixedDelay.of(recurring.every()))
        .execute((instance, context) -> recurring.work().run());
  }

  public void start() {
    scheduler.start();
  }

  @Override
  public void close() {
    scheduler.stop();
  }
}
