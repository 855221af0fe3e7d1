package dev.freehold.attribution;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a body held: rows to append, and what was rejected. */
final class EventBatch {

  /** Rows for {@link AttributionStreams#EVENTS}. */
  final List<@Nullable Object[]> events = new ArrayList<>();

  /** Rows for {@link AttributionStreams#IDENTITIES}. */
  final List<@Nullable Object[]> identities = new ArrayList<>();

  final List<RejectedEvent> rejected = new ArrayList<>();

  /** How many events were read, good and bad. */
  int read;
}
