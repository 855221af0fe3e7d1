package dev.freehold.analytics.retention;

import dev.freehold.eventstore.Retention;
import dev.freehold.eventstore.Stream;
import dev.freehold.eventstore.Tiers;
import dev.freehold.kernel.Actor;
import dev.freehold.kernel.db.PlatformDb;
import dev.freehold.kernel.db.Rows;
import dev.freehold.kernel.error.Unavailable;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * What the tenants have said about retention, in memory, because the event store asks with every
 * query. A change made on another node arrives within half a minute; until then more is kept, never
 * less.
 */
@Component
class RetentionTable implements Retention {

  static final Duration REFRESH = Duration.ofSeconds(30);

  private static final Logger log = LoggerFactory.getLogger(RetentionTable.class);
  private static final Actor ACTOR = new Actor(Actor.Kind.SYSTEM, null, "retention");

  private record Key(UUID tenantId, String stream) {}

  private final PlatformDb db;
  private final ScheduledExecutorService refresher =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("retention").factory());
  private volatile Map<Key, Days> said = new ConcurrentHashMap<>();

  RetentionTable(PlatformDb db) {
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

  @Override
  public Tiers of(UUID tenant, Stream stream) {
    var days = said.get(new Key(tenant, stream.name()));
    return days == null ? stream.tiers() : days.within(stream.tiers());
  }

  /** Takes a change of this node at once. */
  void put(UUID tenant, String stream, Days days) {
    said.put(new Key(tenant, stream), days);
  }

  private void refreshOrWait() {
    try {
      refresh();
    } catch (Unavailable | DataAccessException e) {
      log.debug("retention stays as it is until PostgreSQL is back", e);
    }
  }

  private void refresh() {
    said =
        db
            .acrossTenants(
                ACTOR,
                "retention",
                sql ->
                    sql.sql(
                            """
                            select tenant_id, stream, raw_days, minute_days, hour_days, day_days,
                                   month_days, version
                            from analytics.retention
                            """)
                        .query(Rows.of(ShorterRetention.class))
                        .list())
            .stream()
            .collect(
                Collectors.toConcurrentMap(
                    row -> new Key(row.tenantId(), row.stream()), ShorterRetention::days));
  }
}
