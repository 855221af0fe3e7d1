package dev.freehold.kernel.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.db.SampleNotes;
import dev.freehold.kernel.db.TenantDb;
import dev.freehold.kernel.db.TestDatabase;
import dev.freehold.kernel.http.StrictJson;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboxTest {

  private final Caller alice = Caller.system(UUID.randomUUID(), "alice", "req_alice");
  private final Caller bob = Caller.system(UUID.randomUUID(), "bob", "req_bob");
  private final List<String> taken = new CopyOnWriteArrayList<>();
  private final Outbox outbox = new Outbox(StrictJson.mapper());

  private TestDatabase database;
  private TenantDb db;

  record NoteWritten(String title) {}

  record NoteRead(String title) {}

  @BeforeEach
  void open() {
    database = TestDatabase.migrated();
    SampleNotes.create(database);
    db = database.tenantDb();
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aFactReachesItsSubscribersOnceItIsCommitted() {
    var dispatcher = dispatcher(this::take, this::take);
    db.inTenant(
        alice,
        sql -> {
          outbox.publish(sql, new NoteWritten("first"));
          assertThat(dispatcher.dispatch()).isZero();
          return 0;
        });
    assertThat(dispatcher.dispatch()).isOne();
    assertThat(taken).containsExactly("first", "first");
    assertThat(dispatcher.dispatch()).isZero();
  }

  @Test
  void aFactThatIsRolledBackReachesNobody() {
    assertThatThrownBy(
            () ->
                db.inTenant(
                    alice,
                    sql -> {
                      outbox.publish(sql, new NoteWritten("never"));
                      throw new IllegalArgumentException("changed my mind");
                    }))
        .hasMessage("changed my mind");
    assertThat(dispatcher(this::take).dispatch()).isZero();
    assertThat(taken).isEmpty();
  }

  @Test
  void theTenantAndTheRequestTravelAlong() {
    publish(alice, "alice's");
    publish(bob, "bob's");
    var dispatcher =
        dispatcher(
            (caller, fact) -> {
              taken.add(fact.title() + " " + caller.tenantId() + " " + caller.requestId());
              SampleNotes.write(db, caller, "seen " + fact.title());
            });
    assertThat(dispatcher.dispatch()).isEqualTo(2);
    // Facts of two tenants within a millisecond have no order between them.
    assertThat(taken)
        .containsExactlyInAnyOrder(
            "alice's " + alice.tenantId() + " req_alice", "bob's " + bob.tenantId() + " req_bob");
    assertThat(SampleNotes.titles(db, alice)).containsExactly("seen alice's");
    assertThat(SampleNotes.titles(db, bob)).containsExactly("seen bob's");
  }

  @Test
  void factsOfOtherTypesAreNotForThisSubscriber() {
    db.inTenant(
        alice,
        sql -> {
          outbox.publish(sql, new NoteRead("read"));
          return 0;
        });
    assertThat(dispatcher(this::take).dispatch()).isOne();
    assertThat(taken).isEmpty();
  }

  @Test
  void aFactWhoseSubscriberFailsComesAgainEachTimeLater() {
    publish(alice, "first");
    var dispatcher =
        dispatcher(
            (caller, fact) -> {
              take(caller, fact);
              throw new IllegalArgumentException("not today");
            });
    double previous = 0;
    for (int attempt = 1; attempt <= 5; attempt++) {
      assertThat(dispatcher.dispatch()).isZero();
      assertThat(dispatcher.dispatch()).isZero();
      assertThat(taken).hasSize(attempt);
      double wait = secondsUntilNextAttempt();
      assertThat(wait).isGreaterThan(previous * 1.5);
      previous = wait;
      makeDue();
    }
    assertThat(dispatcher(this::take).dispatch()).isOne();
    assertThat(taken).hasSize(6);
  }

  private double secondsUntilNextAttempt() {
    return database
        .superuser()
        .sql("select extract(epoch from next_attempt_at - now()) from kernel.outbox")
        .query(Double.class)
        .single();
  }

  private void makeDue() {
    database.superuser().sql("update kernel.outbox set next_attempt_at = now()").update();
  }

  @Test
  void oneFailingSubscriberHoldsUpNoOtherFact() {
    publish(alice, "first");
    publish(alice, "broken");
    publish(bob, "last");
    var dispatcher =
        dispatcher(
            (caller, fact) -> {
              if (fact.title().equals("broken")) {
                db.inTenant(caller, sql -> sql.sql("select 1 / 0").query().singleRow());
              }
              take(caller, fact);
            });
    assertThat(dispatcher.dispatch()).isEqualTo(2);
    assertThat(taken).containsExactly("first", "last");
    assertThat(unpublished()).isOne();
  }

  @Test
  void aSubscriberThatDiesUndoesNoOthersDelivery() {
    publish(alice, "first");
    publish(alice, "deadly");
    var dispatcher =
        dispatcher(
            (caller, fact) -> {
              if (fact.title().equals("deadly")) {
                throw new StackOverflowError("deadly");
              }
              take(caller, fact);
            });
    assertThatThrownBy(dispatcher::dispatch).isInstanceOf(StackOverflowError.class);
    makeDue();
    assertThat(dispatcher(this::take).dispatch()).isOne();
    assertThat(taken).containsExactly("first", "deadly");
  }

  @Test
  void noTransactionStaysOpenWhileASubscriberWorks() {
    publish(alice, "first");
    var dispatcher =
        dispatcher(
            (caller, fact) ->
                taken.add(
                    database
                        .superuser()
                        .sql(
                            """
                            select count(*)::text from pg_stat_activity
                            where datname = current_database() and state like 'idle in transaction%'
                            """)
                        .query(String.class)
                        .single()));
    assertThat(dispatcher.dispatch()).isOne();
    assertThat(taken).containsExactly("0");
  }

  @Test
  void twoDispatchersAtOnceDeliverEachFactOnce() throws Exception {
    int facts = 3 * OutboxDispatcher.BATCH;
    db.inTenant(
        alice,
        sql -> {
          for (int number = 0; number < facts; number++) {
            outbox.publish(sql, new NoteWritten("fact " + number));
          }
          return 0;
        });
    var together = new CyclicBarrier(2);
    int delivered = 0;
    try (var nodes = Executors.newFixedThreadPool(2)) {
      var runs =
          Stream.of(1, 2)
              .map(
                  node ->
                      nodes.submit(
                          () -> {
                            together.await();
                            return dispatcher(this::take).dispatch();
                          }))
              .toList();
      for (var run : runs) {
        delivered += run.get();
      }
    }
    assertThat(delivered).isEqualTo(facts);
    assertThat(taken).hasSize(facts).doesNotHaveDuplicates();
  }

  @Test
  void aFactWhoseDispatcherDiedComesAgain() {
    publish(alice, "first");
    database
        .superuser()
        .sql("update kernel.outbox set attempts = 1, next_attempt_at = now() + interval '1 minute'")
        .update();
    assertThat(dispatcher(this::take).dispatch()).isZero();
    makeDue();
    assertThat(dispatcher(this::take).dispatch()).isOne();
  }

  @Test
  void aTenantCannotReadWhatItPublished() {
    publish(alice, "first");
    assertThatThrownBy(
            () ->
                db.inTenant(
                    alice, sql -> sql.sql("select * from kernel.outbox").query().listOfRows()))
        .rootCause()
        .hasFieldOrPropertyWithValue("SQLState", "42501");
  }

  private void publish(Caller caller, String title) {
    db.inTenant(
        caller,
        sql -> {
          outbox.publish(sql, new NoteWritten(title));
          return 0;
        });
  }

  private void take(Caller caller, NoteWritten fact) {
    taken.add(fact.title());
  }

  private int unpublished() {
    return database
        .superuser()
        .sql("select count(*) from kernel.outbox where published_at is null")
        .query(Integer.class)
        .single();
  }

  @SafeVarargs
  private OutboxDispatcher dispatcher(BiConsumer<Caller, NoteWritten>... reactions) {
    return new OutboxDispatcher(
        database.platformDb(),
        Stream.of(reactions)
            .<Subscriber<?>>map(reaction -> new Subscriber<>(NoteWritten.class, reaction))
            .toList(),
        StrictJson.mapper());
  }
}
