package dev.freehold.kernel.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.http.StrictJson;
import dev.freehold.kernel.secrets.Secrets;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

class PgBouncerTest {

  private static final int THREADS = 6;
  private static final int ROUNDS = 50;

  @TempDir private static Path folder;

  @BeforeAll
  static void isThere() {
    if (!PgBouncer.isInstalled()) {
      var message = "SKIPPED: /usr/sbin/pgbouncer is missing; install pgbouncer to run this";
      if ("1".equals(System.getenv("FREEHOLD_REQUIRE_ALL"))) {
        fail(message);
      }
      Assumptions.abort(message);
    }
  }

  @Test
  void tenantsThatShareOneServerConnectionNeverSeeEachOther() throws Exception {
    try (var database = TestDatabase.migrated();
        var bouncer = PgBouncer.before(database, folder);
        var databases = new Databases(through(bouncer, database));
        var threads = Executors.newFixedThreadPool(THREADS)) {
      SampleNotes.create(database);
      await().until(() -> bouncer.isAlive() && database.tenantDb() != null && answers(databases));
      var db =
          new TenantDb(
              databases.application(),
              new IdempotentAnswers(StrictJson.mapper(), Secrets.inMemory()));
      Set<Integer> backends = ConcurrentHashMap.newKeySet();
      var runs =
          IntStream.range(0, THREADS)
              .mapToObj(number -> threads.submit(() -> alternate(db, number, backends)))
              .toList();
      for (var run : runs) {
        run.get();
      }
      assertThat(backends).hasSize(1);
    }
  }

  private static void alternate(TenantDb db, int number, Set<Integer> backends) {
    var caller = Caller.system(UUID.randomUUID(), "tenant " + number, "req_" + number);
    for (int round = 1; round <= ROUNDS; round++) {
      SampleNotes.write(db, caller, "note of " + number);
      assertThat(SampleNotes.titles(db, caller)).hasSize(round).containsOnly("note of " + number);
      backends.add(
          db.inTenant(
              caller,
              sql -> {
                assertThat(SampleNotes.titles(sql)).containsOnly("note of " + number);
                return sql.sql("select pg_backend_pid()").query(Integer.class).single();
              }));
    }
  }

  private static boolean answers(Databases databases) {
    try {
      var pooled = JdbcClient.create(databases.application());
      return pooled.sql("select 1").query(Integer.class).single() == 1;
    } catch (RuntimeException notYet) {
      return false;
    }
  }

  private static DatabaseSettings through(PgBouncer bouncer, TestDatabase database) {
    var direct = database.settings();
    return new DatabaseSettings(
        bouncer.url(database),
        direct.ownerUrl(),
        direct.application(),
        direct.platform(),
        direct.owner(),
        THREADS);
  }
}
