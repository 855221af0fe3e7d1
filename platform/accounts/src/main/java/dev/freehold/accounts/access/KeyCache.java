package dev.freehold.accounts.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.freehold.kernel.Actor;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Keys and sessions that were looked up a moment ago, by the hash of their secret. A revocation
 * holds at once on the node that does it, and within {@link #LIFETIME} on every other.
 */
@Component
public class KeyCache {

  static final Duration LIFETIME = Duration.ofSeconds(2);
  static final int MAX_ENTRIES = 100_000;

  /** Whose rows, who acts, with which permissions. */
  record Grant(UUID tenantId, Actor actor, Set<String> permissions) {}

  private final Cache<ByteBuffer, Grant> grants =
      Caffeine.newBuilder().expireAfterWrite(LIFETIME).maximumSize(MAX_ENTRIES).build();

  /** What the secret stands for; null, which is not remembered, if it stands for nothing. */
  @Nullable Grant get(byte[] secretHash, Function<byte[], @Nullable Grant> lookup) {
    var key = ByteBuffer.wrap(secretHash);
    var known = grants.getIfPresent(key);
    if (known != null) {
      return known;
    }
    var found = lookup.apply(secretHash);
    if (found != null) {
      grants.put(key, found);
    }
    return found;
  }

  public void forget(byte[] secretHash) {
    grants.invalidate(ByteBuffer.wrap(secretHash));
  }

  public void forgetActor(UUID actorId) {
    grants.asMap().values().removeIf(grant -> actorId.equals(grant.actor().id()));
  }

  public void forgetTenant(UUID tenantId) {
    grants.asMap().values().removeIf(grant -> grant.tenantId().equals(tenantId));
  }
}
