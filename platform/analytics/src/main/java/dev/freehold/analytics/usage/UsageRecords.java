package dev.freehold.analytics.usage;

import dev.freehold.eventstore.Appended;
import dev.freehold.eventstore.Batch;
import dev.freehold.eventstore.EventStore;
import dev.freehold.eventstore.Stream;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.batch.BatchAnswer;
import dev.freehold.kernel.batch.BatchBody;
import java.time.Clock;
import org.springframework.stereotype.Component;

/** Usage: taken one by one or in batches, durable when answered. */
@Component
public class UsageRecords {

  private final EventStore store;
  private final Clock clock;

  UsageRecords(EventStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Takes rows of a stream of usage. */
  BatchAnswer accept(Caller caller, Stream stream, BatchBody body) {
    var reader = new UsageReader(stream, clock.instant());
    reader.read(body);
    var appended = Appended.await(store.append(caller.tenantId(), new Batch(stream, reader.rows)));
    return new BatchAnswer(
        appended.accepted(), appended.duplicates().cardinality(), reader.rejected());
  }
}
