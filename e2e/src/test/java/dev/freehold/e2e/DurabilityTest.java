package dev.freehold.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Acknowledged means durable: the server dies in the middle of the work of several clients. */
class DurabilityTest {

  private static final int CLIENTS = 4;
  private static final int EVENTS = 200;
  private static final int BATCHES_BEFORE_DEATH = 60;
  private static final int DEATHS = 2;
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** Events that were sent together, and whether the server said that it has them. */
  private record Sent(List<Map<String, Object>> events, boolean acknowledged) {}

  private final Queue<Sent> sent = new ConcurrentLinkedQueue<>();

  @Test
  void everyAcknowledgedEventIsThereExactlyOnceAfterPowerCuts(@TempDir Path folder) {
    var data = folder.resolve("data");
    var tenant = Seeded.acme(data);
    var app = "";
    for (int death = 0; death < DEATHS; death++) {
      try (var server = Program.serve(data).ready()) {
        var api = new Api(server.url(), tenant.apiKey());
        app = app.isEmpty() ? api.newApp("Durable") : app;
        workUntilItDies(server, api, app, "death-" + death);
      }
    }
    try (var server = Program.serve(data).ready()) {
      everythingIsThereOnce(new Api(server.url(), tenant.apiKey()), app);
    }
  }

  private void workUntilItDies(Program server, Api api, String app, String prefix) {
    long before = acknowledged();
    try (var threads = Executors.newFixedThreadPool(CLIENTS)) {
      var clients = new ArrayList<Future<?>>();
      for (int client = 0; client < CLIENTS; client++) {
        var name = prefix + "-client-" + client;
        clients.add(threads.submit(() -> sendWithoutEnd(api, app, name)));
      }
      await()
          .atMost(LIMIT)
          .pollInterval(Duration.ofMillis(5))
          .until(() -> acknowledged() - before >= BATCHES_BEFORE_DEATH);
      server.kill();
      assertThat(clients).allSatisfy(Future::get);
    }
  }

  /** Sends batch after batch until nobody answers any more. */
  private void sendWithoutEnd(Api api, String app, String name) {
    for (int batch = 0; ; batch++) {
      var prefix = name + "-batch-" + batch + "-";
      var events = IntStream.range(0, EVENTS).mapToObj(i -> Api.purchase(app, prefix + i)).toList();
      try {
        var answer = api.trySend(api.json("POST", Api.EVENTS, events));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.json().path("accepted").asInt()).isEqualTo(EVENTS);
        sent.add(new Sent(events, true));
      } catch (IOException gone) {
        sent.add(new Sent(events, false));
        return;
      }
    }
  }

  private void everythingIsThereOnce(Api api, String app) {
    long kept = api.conversions(app);
    assertThat(kept).isBetween(acknowledged() * EVENTS, (long) sent.size() * EVENTS);
    var again = new HashMap<Boolean, Integer>();
    for (var batch : sent) {
      var answer = api.post(Api.EVENTS, batch.events()).json();
      int accepted = answer.path("accepted").asInt();
      assertThat(accepted + answer.path("duplicates").asInt()).isEqualTo(EVENTS);
      // A batch is kept whole or not at all.
      assertThat(accepted).isIn(batch.acknowledged() ? List.of(0) : List.of(0, EVENTS));
      again.merge(batch.acknowledged(), accepted, Integer::sum);
    }
    assertThat(again.get(true)).isZero();
    assertThat(kept + again.getOrDefault(false, 0)).isEqualTo((long) sent.size() * EVENTS);
    assertThat(api.conversions(app)).isEqualTo((long) sent.size() * EVENTS);
  }

  private long acknowledged() {
    return sent.stream().filter(Sent::acknowledged).count();
  }
}
