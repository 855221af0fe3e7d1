package dev.freehold.analytics.sites;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.freehold.kernel.error.KernelError;
import dev.freehold.kernel.error.LimitExceeded;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import org.springframework.stereotype.Component;

/**
 * Bounds what comes from one network address, for one site and in all: many people may share an
 * address, but not thousands of them a page view each second.
 */
@Component
class CollectThrottle {

  static final int PER_SITE_AND_ADDRESS = 1_200;
  static final int PER_ADDRESS = 6_000;
  static final Duration WINDOW = Duration.ofMinutes(1);

  private static final int MAX_TRACKED = 100_000;

  private record Source(String siteKey, String address) {}

  private final LoadingCache<Source, Bucket> buckets =
      Caffeine.newBuilder()
          .maximumSize(MAX_TRACKED)
          .expireAfterAccess(WINDOW.multipliedBy(2))
          .build(source -> bucket(source.siteKey().isEmpty() ? PER_ADDRESS : PER_SITE_AND_ADDRESS));

  /** Before the site is known. */
  void take(String address) {
    take(new Source("", address));
  }

  void take(String siteKey, String address) {
    take(new Source(siteKey, address));
  }

  private void take(Source source) {
    var probe = buckets.get(source).tryConsumeAndReturnRemaining(1);
    if (!probe.isConsumed()) {
      throw new LimitExceeded(
          KernelError.RATE_LIMITED,
          "Too many requests come from this address. Slow down.",
          Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }
  }

  private static Bucket bucket(int requests) {
    return Bucket.builder()
        .addLimit(limit -> limit.capacity(requests).refillGreedy(requests, WINDOW))
        .build();
  }
}
