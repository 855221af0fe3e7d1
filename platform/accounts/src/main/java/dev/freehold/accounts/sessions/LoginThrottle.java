package dev.freehold.accounts.sessions;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.freehold.accounts.AccountsError;
import dev.freehold.kernel.error.LimitExceeded;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.Locale;
import org.springframework.stereotype.Component;

/**
 * Slows down guessing: attempts per network address, and per account from one network address, so
 * that a stranger cannot lock an account's owner out.
 */
@Component
class LoginThrottle {

  static final int PER_ADDRESS = 30;
  static final int PER_ACCOUNT_AND_ADDRESS = 6;
  static final Duration WINDOW = Duration.ofMinutes(1);

  private static final int MAX_TRACKED = 100_000;

  private final LoadingCache<String, Bucket> buckets =
      Caffeine.newBuilder()
          .maximumSize(MAX_TRACKED)
          .expireAfterAccess(WINDOW.multipliedBy(2))
          .build(key -> bucket(key.contains("|") ? PER_ACCOUNT_AND_ADDRESS : PER_ADDRESS));

  void attempt(String email, String address) {
    take(address);
    take(address + "|" + email.toLowerCase(Locale.ROOT));
  }

  private void take(String key) {
    var probe = buckets.get(key).tryConsumeAndReturnRemaining(1);
    if (!probe.isConsumed()) {
      throw new LimitExceeded(
          AccountsError.TOO_MANY_LOGINS,
          "Too many attempts to sign in. Wait a minute and try again.",
          Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }
  }

  private static Bucket bucket(int attempts) {
    return Bucket.builder()
        .addLimit(limit -> limit.capacity(attempts).refillGreedy(attempts, WINDOW))
        .build();
  }
}
