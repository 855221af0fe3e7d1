package dev.freehold.attribution.credit;

import dev.freehold.eventstore.EventStore;
import dev.freehold.eventstore.QueryTimeout;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Credit for conversions, and why it was given. */
public final class Credits {

  /** How long a report may take. */
  public static final Duration REPORT_LIMIT = Duration.ofSeconds(60);

  /** How long reading one person's events may take. */
  public static final Duration JOURNEY_LIMIT = Duration.ofSeconds(10);

  /** How many touches an explanation can hold. */
  public static final int MOST_TOUCHES = 10_000;

  private Credits() {}

  /**
   * The rows of a report, most conversions first.
   *
   * @throws QueryTimeout after {@link #REPORT_LIMIT}
   */
  public static List<CreditRow> report(EventStore store, UUID tenant, CreditQuery query) {
    return store.query(
        tenant, query.toSql(store.dialect()), REPORT_LIMIT, row -> CreditRow.of(query, row));
  }

  /** What a person did, newest first. */
  public static List<JourneyEvent> journey(EventStore store, UUID tenant, JourneyQuery query) {
    return store.query(tenant, query.toSql(store.dialect()), JOURNEY_LIMIT, JourneyEvent::of);
  }

  /**
   * Why an event's credit went where it went, or empty if the app has no such event. Touches up to
   * two windows before the event and one after it are told of.
   *
   * @throws IllegalArgumentException when there are more than {@link #MOST_TOUCHES} of them
   */
  public static Optional<Explanation> explain(
      EventStore store, UUID tenant, ConversionQuery query, Explanation.Rules rules) {
    return store.query(tenant, query.toSql(), JOURNEY_LIMIT, JourneyEvent::of).stream()
        .findFirst()
        .map(
            conversion ->
                Explanation.of(
                    conversion, touches(store, tenant, query, conversion, rules), rules));
  }

  private static List<JourneyEvent> touches(
      EventStore store,
      UUID tenant,
      ConversionQuery query,
      JourneyEvent conversion,
      Explanation.Rules rules) {
    var window = rules.longestWindow();
    var around =
        new JourneyQuery(
            query.appId(),
            conversion.userId(),
            conversion.occurredAt().minus(window.multipliedBy(2)),
            conversion.occurredAt().plus(window).plusNanos(1_000),
            true,
            null,
            MOST_TOUCHES + 1);
    var touches = journey(store, tenant, around);
    if (touches.size() > MOST_TOUCHES) {
      throw new IllegalArgumentException(
          "the person has more than 10000 touches around the conversion: use a shorter lookback");
    }
    return touches;
  }
}
