package dev.freehold.accounts.access;

import dev.freehold.kernel.Actor;
import dev.freehold.kernel.db.PlatformDb;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * When, from where and how often keys were used: counted in memory and written every few seconds,
 * so that a request does not wait for it. A killed process loses the uses of the last {@link
 * #PAUSE}.
 */
@Component
class KeyUses implements SmartLifecycle {

  static final Duration PAUSE = Duration.ofSeconds(5);

  private static final Logger log = LoggerFactory.getLogger(KeyUses.class);

  /** The uses of one key since they were last written. */
  private record Use(UUID tenantId, long count, Instant at, String address) {

    Use and(Use later) {
      return new Use(tenantId, count + later.count, later.at, later.address);
    }

    Use before(Use later) {
      return later.and(new Use(tenantId, count, later.at, later.address));
    }
  }

  private final PlatformDb db;
  private final Clock clock;
  private final ConcurrentHashMap<UUID, Use> uses = new ConcurrentHashMap<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("key-uses").factory());
  private volatile boolean running;

  KeyUses(PlatformDb db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  void count(Grant grant, String address) {
    var key = grant.actor().id();
    if (key != null) {
      uses.merge(key, new Use(grant.home(), 1, clock.instant(), address), Use::and);
    }
  }

  /** Writes what was counted; what cannot be written is counted again with the next. */
  synchronized void write() {
    // In one order on every node, so that two nodes do not wait for each other.
    var counted = new TreeMap<UUID, Use>();
    for (var key : uses.keySet()) {
      var use = uses.remove(key);
      if (use != null) {
        counted.put(key, use);
      }
    }
    if (counted.isEmpty()) {
      return;
    }
    try {
      db.acrossTenants(
          new Actor(Actor.Kind.SYSTEM, null, "key uses"),
          "key-uses",
          sql -> {
            counted.forEach((key, use) -> add(sql, key, use));
            return null;
          });
    } catch (RuntimeException e) {
      counted.forEach((key, use) -> uses.merge(key, use, (newer, failed) -> failed.before(newer)));
      log.warn("the use of keys could not be written, it will be later: {}", e.getMessage());
    }
  }

  /** A key that is gone by now takes its uses along. */
  private static void add(JdbcClient sql, UUID key, Use use) {
    sql.sql(
            """
            insert into accounts.api_key_use as u (tenant_id, key_id, uses, last_used_at, last_address)
            select tenant_id, id, :uses, :at, :address from accounts.api_key
            where tenant_id = :tenant and id = :key
            on conflict (tenant_id, key_id) do update set
              uses = u.uses + excluded.uses,
              last_address = case when excluded.last_used_at >= u.last_used_at
                then excluded.last_address else u.last_address end,
              last_used_at = greatest(u.last_used_at, excluded.last_used_at)
            """)
        .param("uses", use.count())
        .param("at", use.at().atOffset(ZoneOffset.UTC))
        .param("address", use.address())
        .param("tenant", use.tenantId())
        .param("key", key)
        .update();
  }

  @Override
  public void start() {
    timer.scheduleWithFixedDelay(
        this::write, PAUSE.toMillis(), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    timer.shutdown();
    write();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
