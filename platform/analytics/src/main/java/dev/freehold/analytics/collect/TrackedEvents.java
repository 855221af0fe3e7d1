package dev.freehold.analytics.collect;

import dev.freehold.analytics.AnalyticsStreams;
import dev.freehold.eventstore.Appended;
import dev.freehold.eventstore.Batch;
import dev.freehold.eventstore.EventStore;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.batch.BatchAnswer;
import dev.freehold.kernel.batch.BatchBody;
import java.time.Clock;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Events of people: taken one by one or in batches, durable when answered. */
@Component
public class TrackedEvents {

  private final EventStore store;
  private final Clock clock;
  private final Enrichment enrichment;

  TrackedEvents(EventStore store, Clock clock, Countries countries) {
    this.store = store;
    this.clock = clock;
    this.enrichment = new Enrichment(countries);
  }

  /** Takes events that a program of the tenant sends. */
  public BatchAnswer accept(Caller caller, BatchBody body) {
    return append(caller.tenantId(), body, new TrackedReader(enrichment, clock.instant(), null));
  }

  /** Takes events that a browser sends about the person before it. */
  public BatchAnswer accept(UUID tenantId, BatchBody body, Sender sender) {
    return append(tenantId, body, new TrackedReader(enrichment, clock.instant(), sender));
  }

  /** Aliases first: a crash between the two then leaves a person known too early, not too late. */
  private BatchAnswer append(UUID tenantId, BatchBody body, TrackedReader reader) {
    reader.read(body);
    var aliases = store.append(tenantId, new Batch(AnalyticsStreams.ALIASES, reader.aliases));
    var events = store.append(tenantId, new Batch(AnalyticsStreams.EVENTS, reader.events));
    Appended.await(aliases);
    var appended = Appended.await(events);
    return new BatchAnswer(
        appended.accepted(), appended.duplicates().cardinality(), reader.rejected());
  }
}
