package dev.freehold.kernel.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.error.Conflict;
import dev.freehold.kernel.http.IdempotentRequest;
import dev.freehold.kernel.http.StrictJson;
import dev.freehold.kernel.secrets.Secrets;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IdempotentAnswersTest {

  private static final int THREADS = 6;

  private final Caller alice = Caller.system(UUID.randomUUID(), "alice", "req_alice");
  private final Caller bob = Caller.system(UUID.randomUUID(), "bob", "req_bob");

  private TestDatabase database;
  private TenantDb db;

  record Written(UUID id, String shownOnce) {}

  @BeforeEach
  void open() {
    database = TestDatabase.migrated();
    SampleNotes.create(database);
    db =
        new TenantDb(
            database.databases().application(),
            new IdempotentAnswers(StrictJson.mapper(), Secrets.inMemory()));
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void theSameKeyGetsTheSameAnswerAndTheWorkIsDoneOnce() {
    var written = write(alice, request("key", "body"));
    assertThatThrownBy(() -> write(alice, request("key", "body")))
        .isInstanceOf(AlreadyAnswered.class);
    var stored = db.answerOf(alice, request("key", "body")).orElseThrow();
    assertThat(stored.status()).isEqualTo(201);
    assertThat(stored.body()).isEqualTo(StrictJson.mapper().writeValueAsBytes(written));
    assertThat(SampleNotes.titles(db, alice)).hasSize(1);
  }

  @Test
  void anotherKeyDoesTheWorkAgain() {
    write(alice, request("key", "body"));
    write(alice, request("another key", "body"));
    assertThat(SampleNotes.titles(db, alice)).hasSize(2);
  }

  @Test
  void anotherRequestUnderTheSameKeyIsAConflict() {
    write(alice, request("key", "body"));
    assertThatThrownBy(() -> db.answerOf(alice, request("key", "another body")))
        .isInstanceOf(Conflict.class)
        .extracting(failure -> ((Conflict) failure).code().code())
        .isEqualTo("idempotency_conflict");
  }

  @Test
  void workThatFailsIsNotRemembered() {
    assertThatThrownBy(
            () ->
                db.inTenant(
                    alice.with(request("key", "body")),
                    sql -> {
                      SampleNotes.write(sql, "never kept");
                      throw new IllegalArgumentException("changed my mind");
                    }))
        .hasMessage("changed my mind");
    assertThat(db.answerOf(alice, request("key", "body"))).isEmpty();
    write(alice, request("key", "body"));
    assertThat(SampleNotes.titles(db, alice)).hasSize(1);
  }

  @Test
  void ofRequestsThatRaceOneDoesTheWorkAndAllGetItsAnswer() throws Exception {
    var together = new CyclicBarrier(THREADS);
    var runs = new ArrayList<Future<Written>>();
    try (var threads = Executors.newFixedThreadPool(THREADS)) {
      for (int number = 0; number < THREADS; number++) {
        runs.add(
            threads.submit(
                () -> {
                  together.await();
                  return write(alice, request("key", "body"));
                }));
      }
    }
    int done = 0;
    for (var run : runs) {
      try {
        run.get();
        done++;
      } catch (ExecutionException overtaken) {
        assertThat(overtaken).hasCauseInstanceOf(AlreadyAnswered.class);
      }
    }
    assertThat(done).isOne();
    assertThat(SampleNotes.titles(db, alice)).hasSize(1);
    assertThat(db.answerOf(alice, request("key", "body"))).isPresent();
  }

  @Test
  void aRequestWhoseRivalFailsDoesTheWorkItself() throws Exception {
    var claimed = new CyclicBarrier(2);
    try (var threads = Executors.newFixedThreadPool(1)) {
      var rival =
          threads.submit(
              () ->
                  db.inTenant(
                      alice.with(request("key", "body")),
                      sql -> {
                        await(claimed);
                        throw new IllegalArgumentException("changed my mind");
                      }));
      await(claimed);
      write(alice, request("key", "body"));
      assertThatThrownBy(rival::get).hasRootCauseMessage("changed my mind");
    }
    assertThat(SampleNotes.titles(db, alice)).hasSize(1);
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anotherTenantsKeyIsAnotherKey() {
    write(alice, request("key", "body"));
    assertThat(db.answerOf(bob, request("key", "body"))).isEmpty();
    write(bob, request("key", "body"));
    assertThat(SampleNotes.titles(db, bob)).hasSize(1);
  }

  @Test
  void whatIsShownOnceIsNotStoredInClear() {
    write(alice, request("key", "body"));
    var row =
        database
            .superuser()
            .sql("select id, body from kernel.idempotent_answer")
            .query((found, index) -> new byte[][] {found.getBytes("id"), found.getBytes("body")})
            .single();
    assertThat(new String(row[0], StandardCharsets.ISO_8859_1)).doesNotContain("key");
    assertThat(new String(row[1], StandardCharsets.ISO_8859_1))
        .doesNotContain("fh_live_secret")
        .doesNotContain("shown_once");
  }

  @Test
  void anEmptyAnswerIsRememberedAsEmpty() {
    db.<@org.jspecify.annotations.Nullable Object>inTenant(
        alice.with(request("key", "body")), sql -> null);
    assertThat(db.answerOf(alice, request("key", "body")).orElseThrow().body()).isNull();
  }

  @Test
  void theSecondTransactionOfARequestIsNotTakenForARepetition() {
    var caller = alice.with(request("key", "body"));
    db.inTenant(caller, sql -> SampleNotes.write(sql, "first"));
    db.inTenant(caller, sql -> SampleNotes.write(sql, "second"));
    assertThat(SampleNotes.titles(db, alice)).containsExactly("first", "second");
  }

  private Written write(Caller caller, IdempotentRequest request) {
    return db.inTenant(
        caller.with(request), sql -> new Written(SampleNotes.write(sql, "note"), "fh_live_secret"));
  }

  private static IdempotentRequest request(String key, String body) {
    return new IdempotentRequest(sha256(key), sha256(body), 201, new AtomicBoolean());
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
