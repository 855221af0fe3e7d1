package dev.freehold.attribution;

import dev.freehold.attribution.credit.Revenue;
import dev.freehold.eventstore.Appended;
import dev.freehold.eventstore.Batch;
import dev.freehold.eventstore.EventStore;
import dev.freehold.eventstore.Query;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.batch.BatchAnswer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Events of a tenant: taken in batches, durable when answered; seen as they arrive. */
@Component
public class Events {

  static final Duration QUERY_LIMIT = Duration.ofSeconds(30);

  private static final Duration TAIL = Duration.ofDays(1);
  private static final Duration WEEK = Duration.ofDays(7);

  private final EventStore store;
  private final Apps apps;
  private final Clock clock;

  Events(EventStore store, Apps apps, Clock clock) {
    this.store = store;
    this.apps = apps;
    this.clock = clock;
  }

  /** Takes a JSON array of events. */
  BatchAnswer acceptArray(Caller caller, byte[] body) {
    var reader = reader(caller);
    reader.readArray(body);
    return append(caller, reader);
  }

  /** Takes events as lines of JSON. */
  BatchAnswer acceptLines(Caller caller, byte[] body) {
    var reader = reader(caller);
    reader.readLines(body);
    return append(caller, reader);
  }

  private EventReader reader(Caller caller) {
    return new EventReader(apps.finder(caller), clock.instant());
  }

  /**
   * Identities first: a crash between the two then leaves a person known too early, not too late.
   */
  private BatchAnswer append(Caller caller, EventReader read) {
    var identities =
        store.append(caller.tenantId(), new Batch(AttributionStreams.IDENTITIES, read.identities));
    var events = store.append(caller.tenantId(), new Batch(AttributionStreams.EVENTS, read.events));
    Appended.await(identities);
    var appended = Appended.await(events);
    return new BatchAnswer(
        appended.accepted(), appended.duplicates().cardinality(), read.rejected());
  }

  /** The latest events of an app by when they occurred, within the last day, newest first. */
  public List<SeenEvent> latest(Caller caller, UUID appId, int limit) {
    var app = apps.get(caller, appId);
    return store.query(
        caller.tenantId(),
        Query.of(
            """
            select event_id, type, user_id, occurred_at, channel, campaign, ad_group, creative,
                   revenue
            from {attribution_events}
            where app_id = ? and occurred_at >= ?
            order by occurred_at desc, event_id desc
            limit ?
            """,
            app.id(),
            clock.instant().minus(TAIL),
            (long) limit),
        QUERY_LIMIT,
        row -> seen(row, app));
  }

  /** The apps with events of the last week, those with most of them first. */
  List<UUID> busiestApps(Caller caller) {
    return store.query(
        caller.tenantId(),
        Query.of(
            """
            select app_id
            from {attribution_events}
            where occurred_at >= ?
            group by app_id
            order by count(*) desc, app_id
            """,
            clock.instant().minus(WEEK)),
        QUERY_LIMIT,
        row -> row.getObject("app_id", UUID.class));
  }

  private static SeenEvent seen(ResultSet row, App app) throws SQLException {
    long units = row.getLong("revenue");
    var revenue = row.wasNull() ? null : Revenue.format(units, app.currency());
    return new SeenEvent(
        row.getString("event_id"),
        row.getString("type"),
        row.getString("user_id"),
        instant(row, "occurred_at"),
        row.getString("channel"),
        row.getString("campaign"),
        row.getString("ad_group"),
        row.getString("creative"),
        revenue);
  }

  /** The store keeps times as UTC without a zone. */
  static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
  }
}
