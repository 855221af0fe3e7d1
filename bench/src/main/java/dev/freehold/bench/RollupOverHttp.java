package dev.freehold.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.freehold.analytics.AnalyticsStreams;
import dev.freehold.eventstore.Batch;
import dev.freehold.eventstore.EventStore;
import dev.freehold.eventstore.Stream;
import dev.freehold.eventstore.duckdb.DuckDbEventStore;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * What rollups cost where events come over HTTP: those of analytics, in batches of 1,000 from 8
 * connections, to one server as it is, with three rollups, and to another one whose stream was
 * declared without, by turns; each until all is answered and rolled up.
 */
final class RollupOverHttp {

  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final int EVENTS = 600_000;
  private static final int BATCH = 1_000;
  private static final int CLIENTS = 8;
  private static final int RUNS = 3;
  private static final String NAME = AnalyticsStreams.EVENTS.name();

  private int runs;

  void run() throws Exception {
    try (var plain = new World(RollupOverHttp::takeRollupsAway);
        var rolled = new World()) {
      perSecond(plain);
      perSecond(rolled);
      var without = new double[RUNS];
      var with = new double[RUNS];
      for (int run = 0; run < RUNS; run++) {
        without[run] = perSecond(plain);
        with[run] = perSecond(rolled);
        Figure.note(
            "rollup_http: run %d, %.0f events/s without and %.0f with rollups",
            run, without[run], with[run]);
      }
      double ours = Figure.median(with);
      Figure.print("rollup_http", ours, "events/s", ours / Figure.median(without), 0.75);
    }
  }

  private double perSecond(World world) throws Exception {
    int run = ++runs;
    var bodies = new byte[EVENTS / BATCH][];
    for (int i = 0; i < bodies.length; i++) {
      bodies[i] = body(run, i * BATCH);
    }
    var next = new AtomicInteger();
    long processor = PROCESS.getProcessCpuTime();
    long start = System.nanoTime();
    var result =
        Load.run(
            CLIENTS,
            thread -> {
              long done = 0;
              try (var connection = new HttpConnection(world.server.port())) {
                for (int i = next.getAndIncrement();
                    i < bodies.length;
                    i = next.getAndIncrement()) {
                  var head =
                      HttpConnection.head(
                          "POST", "/v1/events", world.key, "application/json", bodies[i].length);
                  var answer = connection.exchange(head, bodies[i]);
                  if (!answer.contains("\"accepted\":" + BATCH)) {
                    throw new IOException("not all accepted: " + answer);
                  }
                  done += BATCH;
                }
              }
              return done;
            });
    if (world.server.bean(EventStore.class) instanceof DuckDbEventStore store) {
      store.rollUp();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    double micros = (PROCESS.getProcessCpuTime() - processor) / 1e3 / EVENTS;
    Figure.note(
        "rollup_http: %.2f us of the server's processor time an event, in %.1f s",
        micros - result.clientMicros(), seconds);
    return EVENTS / seconds;
  }

  /** As they come in live, but one in fifty up to three days late. */
  private static byte[] body(int run, int first) {
    var now = Instant.now();
    var json = new StringBuilder("[");
    for (int i = first; i < first + BATCH; i++) {
      int mixed = Integer.reverse(i * 0x9E3779B9) & 0x7FFFFFFF;
      json.append(i == first ? "" : ",")
          .append("{\"event_id\":\"r%d-%d\",\"kind\":\"track\",".formatted(run, i))
          .append("\"name\":\"action %d\",".formatted(mixed % 20))
          .append("\"person_id\":\"user-%d\",".formatted(mixed / 3 % UsageShape.USERS))
          .append("\"occurred_at\":\"")
          .append(now.minusSeconds(i % 50 == 0 ? i * 7L % 259_200 : i % 60))
          .append("\",\"properties\":{\"screen\":\"1280x720\",\"ab\":\"b\"}}");
    }
    return json.append(']').toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Declares the stream without rollups, and has the store take its rows as of that one. */
  private static void takeRollupsAway(ConfigurableApplicationContext context) {
    context
        .getBeanFactory()
        .addBeanPostProcessor(
            new BeanPostProcessor() {
              @Override
              public Object postProcessAfterInitialization(Object bean, String name) {
                return switch (bean) {
                  case Stream stream when stream.name().equals(NAME) -> plain();
                  case EventStore store -> plain(store);
                  default -> bean;
                };
              }
            });
  }

  private static Stream plain() {
    var stream = AnalyticsStreams.EVENTS;
    return new Stream(stream.name(), stream.id(), stream.time(), stream.person(), stream.columns())
        .partitionedBy(stream.partition())
        .kept(stream.tiers());
  }

  private static EventStore plain(EventStore store) {
    return (EventStore)
        Proxy.newProxyInstance(
            EventStore.class.getClassLoader(),
            new Class<?>[] {EventStore.class},
            (_, method, arguments) -> {
              for (int i = 0; arguments != null && i < arguments.length; i++) {
                if (arguments[i] instanceof Batch batch && batch.stream().name().equals(NAME)) {
                  arguments[i] = new Batch(plain(), batch.rows());
                } else if (arguments[i] instanceof Stream stream && stream.name().equals(NAME)) {
                  arguments[i] = plain();
                }
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw Objects.requireNonNull(e.getCause());
              }
            });
  }
}
