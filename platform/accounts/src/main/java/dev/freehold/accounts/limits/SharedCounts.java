package dev.freehold.accounts.limits;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The counts that all nodes share, in Redis. A node takes leases, so that most requests need no
 * round trip: in each window the leases given come to the quota at most, whatever nodes ask.
 *
 * <p>When Redis does not answer in time, nodes count for themselves until it does again, and then
 * tell it what they let in meanwhile.
 */
final class SharedCounts implements AutoCloseable {

  /** A node whose window was over already asks once more, about the one that is open. */
  private static final int ROUNDS = 2;

  private static final int NUMBERS_PER_ANSWER = 3;

  private final Redis redis;

  SharedCounts(RedisSettings settings, Clock clock) {
    this.redis = new Redis(settings, clock);
  }

  boolean isReachable() {
    return redis.isReachable();
  }

  /** By how much the clock that all nodes go by is ahead of this node's. */
  long aheadMillis() {
    return redis.aheadMillis();
  }

  /**
   * Sees to it that each count holds a lease, if there is anything left to lease.
   *
   * @return false when the node must count for itself
   */
  boolean lease(
      UUID tenant,
      @Nullable UUID project,
      @Nullable UUID key,
      List<Policy> policies,
      Function<Policy, Count> counts) {
    if (!isReachable()) {
      return false;
    }
    for (int round = 0; round < ROUNDS; round++) {
      var wanting = shortOf(policies, counts);
      if (wanting.isEmpty()) {
        return true;
      }
      var answer = redis.run(keys(tenant, project, key), asks(wanting, counts));
      if (answer == null) {
        return false;
      }
      settle(wanting, counts, answer);
    }
    return true;
  }

  /** The limits to ask about: none if one of them is known to be used up, for then it refuses. */
  private static List<Policy> shortOf(List<Policy> policies, Function<Policy, Count> counts) {
    List<Policy> found = List.of();
    for (var policy : policies) {
      var count = counts.apply(policy);
      if (count.isUsedUpEverywhere()) {
        return List.of();
      }
      if (!count.holdsLease()) {
        found = found.isEmpty() ? new ArrayList<>() : found;
        found.add(policy);
      }
    }
    return found;
  }

  /** Braces keep the keys of a tenant together on a Redis cluster. */
  private static String[] keys(UUID tenant, @Nullable UUID project, @Nullable UUID key) {
    var ofTenant = "freehold:limits:{" + tenant + "}";
    return new String[] {ofTenant, ofTenant + ":" + project, ofTenant + ":" + key};
  }

  private static String[] asks(List<Policy> policies, Function<Policy, Count> counts) {
    long nowNanos = System.nanoTime();
    var asks = new ArrayList<String>();
    for (var policy : policies) {
      var count = counts.apply(policy);
      asks.add(Integer.toString(policy.whose().ordinal() + 1));
      asks.add(Integer.toString(policy.window().seconds()));
      asks.add(Long.toString(count.number()));
      asks.add(Long.toString(policy.quota()));
      asks.add(Long.toString(count.nextLease(nowNanos)));
      asks.add(Long.toString(count.debt()));
    }
    return asks.toArray(new String[0]);
  }

  private static void settle(
      List<Policy> policies, Function<Policy, Count> counts, List<Long> answer) {
    for (int i = 0; i < policies.size(); i++) {
      var count = counts.apply(policies.get(i));
      long number = answer.get(i * NUMBERS_PER_ANSWER);
      if (number == count.number()) {
        count.grant(
            answer.get(i * NUMBERS_PER_ANSWER + 1),
            count.debt(),
            answer.get(i * NUMBERS_PER_ANSWER + 2));
      } else {
        count.moveTo(number);
      }
    }
  }

  @Override
  public void close() {
    redis.close();
  }
}
