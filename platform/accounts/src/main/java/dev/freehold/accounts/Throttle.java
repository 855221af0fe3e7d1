package dev.freehold.accounts;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.freehold.kernel.error.ErrorCode;
import dev.freehold.kernel.error.LimitExceeded;
import io.github.bucket4j.Bucket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * So many acts in a window for each key, on this node. What is forgotten to keep memory bounded
 * counts from zero again.
 */
public final class Throttle {

  private static final int MAX_TRACKED = 100_000;
  private static final int BYTES_OF_NETWORK = 8;

  private final ErrorCode code;
  private final String message;
  private final LoadingCache<String, Bucket> buckets;

  public Throttle(ErrorCode code, String message, int most, Duration window) {
    this.code = code;
    this.message = message;
    this.buckets =
        Caffeine.newBuilder()
            .maximumSize(MAX_TRACKED)
            .expireAfterAccess(window.multipliedBy(2))
            .build(key -> bucket(most, window));
  }

  /** Counts an act, or refuses it. */
  public void take(String key) {
    var probe = buckets.get(key).tryConsumeAndReturnRemaining(1);
    if (!probe.isConsumed()) {
      throw new LimitExceeded(code, message, Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }
  }

  /** Whether an act would be refused, without counting one. */
  public boolean isExhausted(String key) {
    return buckets.get(key).getAvailableTokens() < 1;
  }

  /**
   * What to count a network address under: of IPv6 the network, for whoever has one has all the
   * addresses in it.
   */
  public static String network(String address) {
    if (address.indexOf(':') < 0) {
      return address;
    }
    try {
      var bytes = InetAddress.ofLiteral(address).getAddress();
      return HexFormat.of()
          .formatHex(Arrays.copyOf(bytes, Math.min(bytes.length, BYTES_OF_NETWORK)));
    } catch (IllegalArgumentException e) {
      return address;
    }
  }

  private static Bucket bucket(int most, Duration window) {
    return Bucket.builder()
        .addLimit(limit -> limit.capacity(most).refillGreedy(most, window))
        .build();
  }
}
