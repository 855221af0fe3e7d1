package dev.freehold.attribution.credit;

import dev.freehold.eventstore.Query;
import java.util.UUID;

/** Asks for one event of an app by its id, whatever its type; {@link JourneyEvent#of} reads it. */
public record ConversionQuery(UUID appId, String eventId) {

  public Query toSql() {
    // An id that was sent again after a week is kept twice; the first is meant.
    return new NamedSql(
            """
            select %s
            from {attribution_events}
            where app_id = :app and event_id = :event
            order by occurred_at
            limit 1
            """
                .formatted(JourneyEvent.COLUMNS))
        .bind("app", appId)
        .bind("event", eventId)
        .toQuery();
  }
}
