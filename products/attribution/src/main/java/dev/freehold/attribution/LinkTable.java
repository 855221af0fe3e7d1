package dev.freehold.attribution;

import dev.freehold.kernel.Actor;
import dev.freehold.kernel.db.PlatformDb;
import dev.freehold.kernel.db.Rows;
import dev.freehold.kernel.error.Unavailable;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Every working tracking link, in memory, so that a click never waits for PostgreSQL and works
 * while PostgreSQL is away. A change made on another node arrives within a second.
 */
@Component
class LinkTable {

  static final Duration REFRESH = Duration.ofSeconds(1);

  /** Longer than a statement may run: a change that commits late is still seen. */
  private static final Duration OVERLAP = Duration.ofSeconds(60);

  private static final Logger log = LoggerFactory.getLogger(LinkTable.class);
  private static final Actor ACTOR = new Actor(Actor.Kind.SYSTEM, null, "link table");

  /** What a click needs to know of its link. */
  record Route(
      UUID tenantId,
      UUID id,
      UUID appId,
      String code,
      String destination,
      String channel,
      String campaign,
      @Nullable String adGroup,
      @Nullable String creative,
      Instant updatedAt,
      @Nullable Instant archivedAt) {}

  private final PlatformDb db;
  private final Map<String, Route> routes = new ConcurrentHashMap<>();
  private final ScheduledExecutorService refresher =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("links").factory());
  private Instant seen = Instant.EPOCH;

  LinkTable(PlatformDb db) {
    this.db = db;
  }

  @PostConstruct
  void start() {
    refresh();
    refresher.scheduleWithFixedDelay(
        this::refreshOrWait, REFRESH.toMillis(), REFRESH.toMillis(), TimeUnit.MILLISECONDS);
  }

  @PreDestroy
  void stop() {
    refresher.shutdownNow();
  }

  @Nullable Route find(String code) {
    return routes.get(code);
  }

  /** Takes a change of this node at once. */
  void put(UUID tenantId, Link link) {
    apply(
        new Route(
            tenantId,
            link.id(),
            link.appId(),
            link.code(),
            link.destination(),
            link.channel(),
            link.campaign(),
            link.adGroup(),
            link.creative(),
            link.updatedAt(),
            link.archivedAt()));
  }

  private void refreshOrWait() {
    try {
      refresh();
    } catch (Unavailable | DataAccessException e) {
      log.debug("links stay as they are until PostgreSQL is back", e);
    }
  }

  private void refresh() {
    var changed = changedSince(seen.equals(Instant.EPOCH) ? seen : seen.minus(OVERLAP));
    changed.forEach(this::apply);
    changed.stream().map(Route::updatedAt).max(Instant::compareTo).ifPresent(at -> seen = at);
  }

  private List<Route> changedSince(Instant moment) {
    return db.acrossTenants(
        ACTOR,
        "links",
        sql ->
            sql.sql(
                    """
                    select tenant_id, id, app_id, code, destination, channel, campaign, ad_group,
                           creative, updated_at, archived_at
                    from attribution.link
                    where updated_at >= :moment
                    """)
                .param("moment", moment.atOffset(ZoneOffset.UTC))
                .query(Rows.of(Route.class))
                .list());
  }

  private void apply(Route route) {
    if (route.archivedAt() == null) {
      routes.put(route.code(), route);
    } else {
      routes.remove(route.code());
    }
  }
}
