package dev.freehold.accounts.access;

import dev.freehold.kernel.db.Broadcast;
import dev.freehold.kernel.db.Databases;
import java.time.Clock;
import java.util.HexFormat;
import java.util.UUID;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Tells this node's memory what any node changed about keys, sessions, people and tenants: triggers
 * on their tables name the id, or the hash of the session's token, on one channel of PostgreSQL.
 */
@Component
class AccessChanges implements SmartLifecycle {

  private static final String CHANNEL = "freehold_access";
  private static final String HASH_MARK = "\\x";

  private final Broadcast broadcast;
  private final KeyCache cache;
  private volatile boolean running;

  AccessChanges(Databases databases, Clock clock) {
    this.broadcast =
        new Broadcast(databases.direct(), CHANNEL, this::forget, () -> this.cache().forgetAll());
    this.cache = new KeyCache(broadcast::isCurrent, clock);
  }

  KeyCache cache() {
    return cache;
  }

  private void forget(String what) {
    if (what.startsWith(HASH_MARK)) {
      cache.forget(HexFormat.of().parseHex(what, HASH_MARK.length(), what.length()));
    } else {
      var id = UUID.fromString(what);
      cache.forgetActor(id);
    }
  }

  @Override
  public void start() {
    broadcast.start();
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    broadcast.close();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
