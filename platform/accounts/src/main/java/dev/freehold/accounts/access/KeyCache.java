package dev.freehold.accounts.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keys and sessions that were looked up before, by the hash of their secret.
 *
 * <p>Each change of what they stand for is told here by {@link AccessChanges}, on every node, and
 * gets a number. A grant is used only if nothing about it was told since the moment before it was
 * looked up, so that a lookup and a change that cross each other are settled for the change. While
 * changes may be missed, nothing is answered from memory.
 */
public final class KeyCache {

  static final Duration LIFETIME = Duration.ofMinutes(5);
  static final int MAX_ENTRIES = 100_000;

  /** A grant and the number of the last change before it was looked up. */
  private record Known(Grant grant, long asOf) {}

  private final Cache<ByteBuffer, Known> grants =
      Caffeine.newBuilder().expireAfterWrite(LIFETIME).maximumSize(MAX_ENTRIES).build();

  /** The last change of a key, person, tenant or session; older grants outlive none of them. */
  private final Cache<Object, Long> changes =
      Caffeine.newBuilder().expireAfterWrite(LIFETIME.multipliedBy(2)).build();

  private final AtomicLong lastChange = new AtomicLong();
  private volatile long everythingChanged;
  private final BooleanSupplier isCurrent;
  private final Clock clock;

  /**
   * @param isCurrent whether every change until a few seconds ago was surely told
   */
  KeyCache(BooleanSupplier isCurrent, Clock clock) {
    this.isCurrent = isCurrent;
    this.clock = clock;
  }

  /** What the secret stands for; null, which is not remembered, if it stands for nothing. */
  @Nullable Grant get(byte[] secretHash, Function<byte[], @Nullable Grant> lookup) {
    var key = ByteBuffer.wrap(secretHash);
    var known = grants.getIfPresent(key);
    if (known != null && isCurrent.getAsBoolean() && !isOutdated(key, known)) {
      return known.grant();
    }
    long asOf = lastChange.get();
    var found = lookup.apply(secretHash);
    if (found != null) {
      grants.put(key, new Known(found, asOf));
    }
    return found;
  }

  private boolean isOutdated(ByteBuffer key, Known known) {
    var grant = known.grant();
    return grant.hasEnded(clock.instant())
        || known.asOf() != lastChange.get()
            && (known.asOf() < everythingChanged
                || changedSince(known, key)
                || changedSince(known, grant.tenantId())
                || changedSince(known, grant.home())
                || grant.project() != null && changedSince(known, grant.project().id())
                || grant.actor().id() != null && changedSince(known, grant.actor().id())
                || grant.impersonation() != null
                    && changedSince(known, grant.impersonation().operatorId()));
  }

  private boolean changedSince(Known known, Object what) {
    var changed = changes.getIfPresent(what);
    return changed != null && changed > known.asOf();
  }

  /** The session or key with this secret stands for something else from now on, or for nothing. */
  public void forget(byte[] secretHash) {
    change(ByteBuffer.wrap(secretHash));
  }

  /** The same for all that this person or key does. */
  public void forgetActor(UUID actorId) {
    change(actorId);
  }

  /** The same for all keys that are bound to this project. */
  public void forgetProject(UUID projectId) {
    change(projectId);
  }

  /** The same for everybody in this tenant. */
  public void forgetTenant(UUID tenantId) {
    change(tenantId);
  }

  /** Changes may have been missed: what is being looked up at this moment is not trusted either. */
  void forgetAll() {
    everythingChanged = lastChange.incrementAndGet();
    grants.invalidateAll();
  }

  /** The number is given first: whoever looks something up from here on is not affected. */
  private void change(Object what) {
    changes.asMap().merge(what, lastChange.incrementAndGet(), Math::max);
  }
}
