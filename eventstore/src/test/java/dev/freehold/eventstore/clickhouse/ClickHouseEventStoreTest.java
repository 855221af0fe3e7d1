package dev.freehold.eventstore.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.eventstore.Answer;
import dev.freehold.eventstore.Calls;
import dev.freehold.eventstore.EventStore;
import dev.freehold.eventstore.EventStoreContract;
import dev.freehold.eventstore.Interval;
import dev.freehold.eventstore.IsolationContract;
import dev.freehold.eventstore.Measure;
import dev.freehold.eventstore.Question;
import dev.freehold.eventstore.QuestionContract;
import dev.freehold.eventstore.Stream;
import dev.freehold.eventstore.Visits;
import dev.freehold.eventstore.duckdb.DuckDbEventStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClickHouseEventStoreTest extends EventStoreContract implements IsolationContract {

  private static @Nullable ClickHouseServer server;

  @BeforeAll
  static void startServer(@TempDir Path data) {
    server = ClickHouseServer.start(data);
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void aTenantOfTheEmbeddedEngineMovesHereWithItsAnswers(
      @TempDir Path embedded, @TempDir Path files) {
    reopen(Calls.STREAM);
    var question =
        Calls.question(
            Calls.MEASURES,
            List.of("model"),
            Interval.DAY,
            ZoneId.of("Europe/Zurich"),
            Visits.NOON.minus(Duration.ofDays(200)),
            Visits.NOON.plus(Duration.ofDays(1)));
    Answer before;
    try (var old = DuckDbEventStore.open(embedded, List.of(Calls.STREAM))) {
      old.append(ACME, Calls.batch(QuestionContract.calls(300))).join();
      old.maintain();
      old.append(ACME, Calls.batch(QuestionContract.calls(400))).join();
      before = old.ask(ACME, question, Visits.SOON);
      assertThat(old.exportTenant(ACME, files)).isEqualTo(400);
    }

    assertThat(store().importTenant(ACME, files)).isEqualTo(400);

    assertThat(answer(question)).isEqualTo(QuestionContract.plain(before.rows()));
    store().maintain();
    assertThat(answer(question)).isEqualTo(QuestionContract.plain(before.rows()));
    assertThat(store().append(ACME, Calls.batch(QuestionContract.calls(400))).join().accepted())
        .isZero();
  }

  @Test
  void aTenantMovesToTheEmbeddedEngineWithItsRows(@TempDir Path embedded, @TempDir Path files) {
    reopen(Calls.STREAM);
    var question =
        Calls.question(
            List.of(new Measure.Count(), new Measure.Sum("tokens"), new Measure.Max("cost")),
            List.of("model"),
            Interval.DAY,
            ZoneId.of("UTC"),
            Visits.NOON.minus(Duration.ofDays(200)),
            Visits.NOON.plus(Duration.ofDays(1)));
    append(ACME, Calls.batch(QuestionContract.calls(300)));
    store().maintain();
    append(ACME, Calls.batch(QuestionContract.calls(400)));
    assertThat(store().exportTenant(ACME, files)).isEqualTo(400);
    try (var other = DuckDbEventStore.open(embedded, List.of(Calls.STREAM))) {
      assertThat(other.importTenant(ACME, files)).isEqualTo(400);

      assertThat(QuestionContract.plain(other.ask(ACME, question, Visits.SOON).rows()))
          .isEqualTo(answer(question));
      other.maintain();
      assertThat(QuestionContract.plain(other.ask(ACME, question, Visits.SOON).rows()))
          .isEqualTo(answer(question));
    }
  }

  private List<String> answer(Question question) {
    return QuestionContract.plain(store().ask(ACME, question, Visits.SOON).rows());
  }

  /** In the process that a test kills there is no server of its own, and no need of one. */
  @Override
  public EventStore open(Path dir, List<Stream> streams, InstantSource clock) {
    try {
      return server == null
          ? ClickHouseServer.storeIn(dir, streams, clock)
          : server.store(dir, streams, clock);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
