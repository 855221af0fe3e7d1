package dev.freehold.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** One client that asks the same again and again and remembers every answer. */
final class Load implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(10);
  private static final int GOOD_RUN = 10;

  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final Queue<RuntimeException> failures = new ConcurrentLinkedQueue<>();
  private final ScheduledExecutorService client = Executors.newSingleThreadScheduledExecutor();
  private final Supplier<Answer> request;
  private volatile int goodInARow;

  Load(Supplier<Answer> request) {
    this.request = request;
    var unused =
        client.scheduleWithFixedDelay(this::ask, 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void ask() {
    try {
      var answer = request.get();
      answers.add(answer);
      goodInARow = answer.status() < 400 ? goodInARow + 1 : 0;
    } catch (RuntimeException e) {
      failures.add(e);
    }
  }

  boolean hasMet(int status) {
    return statuses().contains(status);
  }

  Set<Integer> statuses() {
    return answers.stream().map(Answer::status).collect(Collectors.toSet());
  }

  /** Begins to wait for a run of good answers. */
  void startOver() {
    goodInARow = 0;
  }

  /** Whether several answers in a row were good, so that it is not just luck. */
  boolean runsWell() {
    return goodInARow >= GOOD_RUN;
  }

  /** Every request had an answer, soon, and where it was not a good one, one to try again on. */
  void answeredSoonWellOr503() {
    assertThat(failures).isEmpty();
    assertThat(answers)
        .allSatisfy(
            answer -> {
              assertThat(answer.time()).isLessThan(LONGEST_ANSWER);
              if (answer.status() >= 400) {
                assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
                assertThat(answer.code()).isEqualTo("unavailable");
                assertThat(answer.header("Retry-After")).isEqualTo("2");
              }
            });
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
