package dev.freehold.analytics.customers;

import dev.freehold.eventstore.EventStore;
import dev.freehold.eventstore.Measure;
import dev.freehold.eventstore.Question;
import dev.freehold.eventstore.Stream;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** How many events of any stream a tenant sent lately. */
@Component
class EventCounts {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final EventStore store;
  private final List<Stream> streams;
  private final Clock clock;

  EventCounts(EventStore store, List<Stream> streams, Clock clock) {
    this.store = store;
    this.streams = List.copyOf(streams);
    this.clock = clock;
  }

  long since(UUID tenant, Instant from) {
    return streams.stream().mapToLong(stream -> count(tenant, stream, from)).sum();
  }

  private long count(UUID tenant, Stream stream, Instant from) {
    var answer =
        store.ask(
            tenant,
            new Question(
                stream,
                List.of(new Measure.Count()),
                List.of(),
                List.of(),
                from,
                clock.instant(),
                null,
                ZoneOffset.UTC,
                List.of(new Question.Order(0, true)),
                1),
            LIMIT);
    return answer.rows().stream()
        .mapToLong(
            row -> Objects.requireNonNullElse(row.values().getFirst(), BigDecimal.ZERO).longValue())
        .sum();
  }
}
