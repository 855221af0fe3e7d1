package dev.freehold.attribution.credit;

import dev.freehold.attribution.AttributionStreams;
import dev.freehold.eventstore.Batch;
import dev.freehold.eventstore.EventStore;
import dev.freehold.eventstore.Stream;
import dev.freehold.eventstore.duckdb.DuckDbEventStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One app of one tenant in a real event store. Times are given relative to {@link #NOON}. */
public final class CreditWorld implements AutoCloseable {

  public static final Instant NOON = Instant.parse("2026-03-20T12:00:00Z");

  public final EventStore store;
  public final UUID tenant = UUID.randomUUID();
  public UUID app = UUID.randomUUID();
  private int events;

  public CreditWorld(Path folder) {
    this(DuckDbEventStore.open(folder, AttributionStreams.ALL));
  }

  public CreditWorld(EventStore store) {
    this.store = store;
  }

  /** Another app, without events. */
  public void startOver() {
    app = UUID.randomUUID();
  }

  public String click(String user, Instant when, @Nullable String campaign) {
    return touch("click", "event-%05d".formatted(++events), user, when, campaign);
  }

  public String impression(String user, Instant when, @Nullable String campaign) {
    return touch("impression", "event-%05d".formatted(++events), user, when, campaign);
  }

  public String touch(
      String type, String id, String user, Instant when, @Nullable String campaign) {
    add(
        new JourneyEvent(
            id,
            type,
            user,
            when,
            campaign == null ? null : "paid",
            campaign,
            null,
            null,
            null,
            null,
            null));
    return id;
  }

  public String purchase(String user, Instant when, long revenue) {
    return conversion("purchase", user, when, revenue);
  }

  public String conversion(String type, String user, Instant when, long revenue) {
    var id = "event-%05d".formatted(++events);
    add(new JourneyEvent(id, type, user, when, null, null, null, null, revenue, null, null));
    return id;
  }

  public void add(JourneyEvent event) {
    addAll(List.of(event));
  }

  public void addAll(Collection<JourneyEvent> all) {
    var rows = new ArrayList<@Nullable Object[]>();
    for (var e : all) {
      rows.add(
          new @Nullable Object[] {
            e.eventId(),
            app,
            e.type(),
            e.userId(),
            e.occurredAt(),
            e.channel(),
            e.campaign(),
            e.adGroup(),
            e.creative(),
            e.revenue(),
            e.properties(),
            e.linkId()
          });
    }
    append(AttributionStreams.EVENTS, rows);
  }

  /** The click turns out to be the person's. */
  public void identify(String click, String user, Instant when) {
    var row = new @Nullable Object[] {UUID.randomUUID().toString(), app, click, user, when};
    append(AttributionStreams.IDENTITIES, List.<@Nullable Object[]>of(row));
  }

  /** All models, default windows and half-life, from ten days before noon to ten days after. */
  public CreditQuery query(GroupBy... groupBy) {
    return query(ZoneOffset.UTC, Map.of(), List.of("purchase"), groupBy);
  }

  public CreditQuery query(
      ZoneId zone, Map<GroupBy, String> where, List<String> types, GroupBy... groupBy) {
    return new CreditQuery(
        app,
        EnumSet.allOf(CreditModel.class),
        NOON.minus(Duration.ofDays(10)),
        NOON.plus(Duration.ofDays(10)),
        CreditQuery.DEFAULT_CLICK_WINDOW,
        CreditQuery.DEFAULT_IMPRESSION_WINDOW,
        CreditQuery.DEFAULT_HALF_LIFE,
        zone,
        List.of(groupBy),
        types,
        where,
        1_000,
        0);
  }

  public List<CreditRow> report(CreditQuery query) {
    return Credits.report(store, tenant, query);
  }

  /** The row of a campaign in the report by campaign. */
  public CreditRow campaign(String name) {
    return report(query(GroupBy.CAMPAIGN)).stream()
        .filter(row -> name.equals(row.keys().get("campaign")))
        .findFirst()
        .orElseThrow();
  }

  private void append(Stream stream, List<@Nullable Object[]> rows) {
    store.append(tenant, new Batch(stream, rows)).join();
  }

  @Override
  public void close() {
    store.close();
  }
}
