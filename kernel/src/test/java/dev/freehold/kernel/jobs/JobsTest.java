package dev.freehold.kernel.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.db.SampleNotes;
import dev.freehold.kernel.db.TenantDb;
import dev.freehold.kernel.db.TestDatabase;
import dev.freehold.kernel.error.NotFound;
import dev.freehold.kernel.http.StrictJson;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JobsTest {

  private static final String KIND = "sample.copy_note";

  private final Caller alice = Caller.system(UUID.randomUUID(), "alice", "req_alice");
  private final Caller bob = Caller.system(UUID.randomUUID(), "bob", "req_bob");
  private final List<String> ran = new CopyOnWriteArrayList<>();

  private TestDatabase database;
  private TenantDb db;
  private Jobs jobs;

  record CopyNote(String title) {}

  record Copied(String title) {}

  @BeforeEach
  void open() {
    database = TestDatabase.migrated();
    SampleNotes.create(database);
    db = database.tenantDb();
    jobs = new Jobs(db, StrictJson.mapper());
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aJobRunsAsItsTenantAfterTheCommitAndSaysWhatCameOfIt() {
    try (var scheduler = scheduler(this::copy)) {
      scheduler.start();
      var job = enqueue(alice, "first");
      assertThat(job.state()).isEqualTo(Job.State.QUEUED);
      var done = untilOver(alice, job);
      assertThat(done.state()).isEqualTo(Job.State.SUCCEEDED);
      assertThat(done.attempts()).isOne();
      assertThat(done.result()).hasToString("{\"title\":\"copy of first\"}");
      assertThat(done.finishedAt()).isNotNull();
      assertThat(SampleNotes.titles(db, alice)).containsExactly("copy of first");
      assertThat(SampleNotes.titles(db, bob)).isEmpty();
      await().until(() -> scheduled() == 0);
    }
  }

  @Test
  void aJobThatIsRolledBackNeverRuns() {
    assertThatThrownBy(
            () ->
                db.inTenant(
                    alice,
                    sql -> {
                      jobs.enqueue(sql, KIND, new CopyNote("never"));
                      throw new IllegalArgumentException("changed my mind");
                    }))
        .hasMessage("changed my mind");
    assertThat(scheduled()).isZero();
    try (var scheduler = scheduler(this::copy)) {
      scheduler.start();
      untilOver(alice, enqueue(alice, "afterwards"));
    }
    assertThat(ran).containsExactly("afterwards");
  }

  @Test
  void anotherTenantsJobIsNotThere() {
    var job = enqueue(alice, "first");
    assertThat(jobs.get(alice, job.id()).kind()).isEqualTo(KIND);
    assertThatThrownBy(() -> jobs.get(bob, job.id()))
        .isInstanceOf(NotFound.class)
        .hasMessage("There is no job " + job.id() + ".");
  }

  @Test
  void aTenantCanOnlyScheduleForItself() {
    var job = enqueue(alice, "first");
    db.inTenant(
        bob,
        sql ->
            sql.sql("select kernel.schedule_job(:id, 0)")
                .param("id", job.id())
                .query()
                .singleRow());
    assertThat(runner(this::copy).run(bob.tenantId() + "/" + job.id())).isEmpty();
    assertThat(ran).isEmpty();
    assertThat(jobs.get(alice, job.id()).state()).isEqualTo(Job.State.QUEUED);
  }

  @Test
  void aJobWhoseProcessDiedInTheMiddleRunsAgain() {
    var job = enqueue(alice, "first");
    database
        .superuser()
        .sql(
            """
            with dead as (update kernel.job set state = 'running', attempts = 1)
            update kernel.scheduled_task
            set picked = true, picked_by = 'dead', last_heartbeat = now() - interval '10 minutes'
            """)
        .update();
    try (var scheduler = scheduler(this::copy)) {
      scheduler.start();
      var done = untilOver(alice, job);
      assertThat(done.state()).isEqualTo(Job.State.SUCCEEDED);
      assertThat(done.attempts()).isEqualTo(2);
    }
  }

  @Test
  void aJobThatFailsWaitsLongerEachTimeAndIsGivenUpInTheEnd() {
    var job = enqueue(alice, "first");
    var runner = runner(this::fail);
    var previous = Duration.ZERO;
    for (int attempt = 1; attempt < JobRunner.MAX_ATTEMPTS; attempt++) {
      var wait = runner.run(instance(job)).orElseThrow();
      assertThat(wait).isGreaterThan(previous);
      previous = wait;
      assertThat(jobs.get(alice, job.id()).state()).isEqualTo(Job.State.RUNNING);
    }
    assertThat(runner.run(instance(job))).isEmpty();
    var done = jobs.get(alice, job.id());
    assertThat(done.state()).isEqualTo(Job.State.FAILED);
    assertThat(done.attempts()).isEqualTo(JobRunner.MAX_ATTEMPTS);
    assertThat(done.error()).startsWith("gave up after 8 attempts").doesNotContain("not today");
    assertThat(runner.run(instance(job))).isEmpty();
    assertThat(ran).hasSize(JobRunner.MAX_ATTEMPTS);
  }

  @Test
  void theSchedulerKeepsToTheBackOff() {
    var job = enqueue(alice, "first");
    database.superuser().sql("update kernel.job set attempts = 5").update();
    try (var scheduler = scheduler(this::fail)) {
      scheduler.start();
      await().until(() -> ran.size() == 1);
      await()
          .untilAsserted(
              () ->
                  assertThat(
                          database
                              .superuser()
                              .sql(
                                  "select extract(epoch from execution_time - now())"
                                      + " from kernel.scheduled_task where not picked")
                              .query(Double.class)
                              .single())
                      .isBetween(50.0, 64.5));
    }
    assertThat(jobs.get(alice, job.id()).attempts()).isEqualTo(6);
  }

  @Test
  void aJobThatTakesItsProcessAlongIsGivenUpToo() {
    var job = enqueue(alice, "first");
    database
        .superuser()
        .sql("update kernel.job set state = 'running', attempts = :attempts")
        .param("attempts", JobRunner.MAX_ATTEMPTS)
        .update();
    assertThat(runner(this::copy).run(instance(job))).isEmpty();
    assertThat(ran).isEmpty();
    assertThat(jobs.get(alice, job.id()).state()).isEqualTo(Job.State.FAILED);
  }

  @Test
  void aJobOfAKindThatNobodyDoesIsRetriedForANodeThatDoes() {
    var job = db.inTenant(alice, sql -> jobs.enqueue(sql, "sample.unknown", new CopyNote("first")));
    assertThat(runner(this::copy).run(instance(job))).isPresent();
  }

  @Test
  void housekeepingIsDoneAgainAndAgainAlsoAfterItFailed() {
    var rounds = new AtomicInteger();
    var housekeeping =
        new Recurring(
            "test-housekeeping",
            Duration.ofMillis(100),
            () -> {
              if (rounds.incrementAndGet() == 1) {
                throw new IllegalStateException("not today");
              }
            });
    try (var scheduler =
        new JobScheduler(
            database.databases().platform(), runner(this::copy), List.of(housekeeping))) {
      scheduler.start();
      await().until(() -> rounds.get() >= 3);
    }
  }

  private JobScheduler scheduler(BiFunction<Caller, CopyNote, @Nullable Copied> work) {
    return new JobScheduler(database.databases().platform(), runner(work), List.of());
  }

  private JobRunner runner(BiFunction<Caller, CopyNote, @Nullable Copied> work) {
    return new JobRunner(
        db, StrictJson.mapper(), List.of(new JobKind<>(KIND, CopyNote.class, work)));
  }

  private Copied copy(Caller caller, CopyNote note) {
    ran.add(note.title());
    SampleNotes.write(db, caller, "copy of " + note.title());
    return new Copied("copy of " + note.title());
  }

  private @Nullable Copied fail(Caller caller, CopyNote note) {
    ran.add(note.title());
    throw new IllegalStateException("not today");
  }

  private Job enqueue(Caller caller, String title) {
    return db.inTenant(caller, sql -> jobs.enqueue(sql, KIND, new CopyNote(title)));
  }

  private String instance(Job job) {
    return alice.tenantId() + "/" + job.id();
  }

  private Job untilOver(Caller caller, Job job) {
    return await().until(() -> jobs.get(caller, job.id()), found -> found.finishedAt() != null);
  }

  private int scheduled() {
    return database
        .superuser()
        .sql("select count(*) from kernel.scheduled_task")
        .query(Integer.class)
        .single();
  }
}
