package dev.freehold.accounts.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.freehold.kernel.error.KernelError;
import dev.freehold.kernel.error.LimitExceeded;
import io.github.bucket4j.Bucket;
import java.time.Duration;

/**
 * Bounds requests of the API without a valid key by the network they come from: an address of IPv4,
 * or the 64 bits of IPv6 that one customer of a provider has.
 */
final class AddressThrottle {

  static final int PER_MINUTE = 6_000;
  static final int MAX_TRACKED = 100_000;

  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final int GROUPS_OF_A_NETWORK = 4;

  private final Cache<String, Bucket> buckets;

  AddressThrottle() {
    this(MAX_TRACKED);
  }

  AddressThrottle(int maxTracked) {
    buckets =
        Caffeine.newBuilder()
            .maximumSize(maxTracked)
            .expireAfterAccess(WINDOW.multipliedBy(2))
            .build();
  }

  void take(String address) {
    var bucket = buckets.get(network(address), _ -> bucket());
    var probe = bucket.tryConsumeAndReturnRemaining(1);
    if (!probe.isConsumed()) {
      throw new LimitExceeded(
          KernelError.RATE_LIMITED,
          "Too many requests without a valid API key come from this address. Check the key.",
          Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }
  }

  long tracked() {
    buckets.cleanUp();
    return buckets.estimatedSize();
  }

  /** The container writes IPv6 addresses out in full. */
  static String network(String address) {
    int end = -1;
    for (int i = 0; i < GROUPS_OF_A_NETWORK; i++) {
      end = address.indexOf(':', end + 1);
      if (end < 0) {
        return address;
      }
    }
    return address.substring(0, end);
  }

  private static Bucket bucket() {
    return Bucket.builder()
        .addLimit(limit -> limit.capacity(PER_MINUTE).refillGreedy(PER_MINUTE, WINDOW))
        .build();
  }
}
