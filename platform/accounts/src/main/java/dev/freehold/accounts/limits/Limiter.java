package dev.freehold.accounts.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Lets requests in or refuses them, exactly: in each window of each limit at most its quota, and a
 * request that one limit refuses counts against none.
 *
 * <p>A request is counted under the locks of its tenant, project and key, in this order, so that no
 * number of threads lets in one too many.
 */
final class Limiter {

  /** Longer than the longest window, so that nobody gets a day twice by being quiet. */
  private static final Duration FORGET_AFTER = Duration.ofHours(25);

  static final int MAX_METERS = 100_000;

  /** The tenant's own meter has no part; a project's and a key's have their id. */
  private record Of(UUID tenant, @Nullable UUID part) {}

  private final Cache<Of, Meter> meters;
  private final Clock clock;
  private final @Nullable SharedCounts shared;

  Limiter(Clock clock, @Nullable SharedCounts shared) {
    this(clock, shared, MAX_METERS);
  }

  Limiter(Clock clock, @Nullable SharedCounts shared, int maxMeters) {
    this.clock = clock;
    this.shared = shared;
    this.meters =
        Caffeine.newBuilder().maximumSize(maxMeters).expireAfterAccess(FORGET_AFTER).build();
  }

  /**
   * Counts one request.
   *
   * @param key null for a caller without one
   */
  Verdict take(UUID tenant, @Nullable UUID key, CallerLimits limits) {
    if (limits.policies().isEmpty()) {
      return Verdict.UNLIMITED;
    }
    var request = new Request(tenant, key, limits);
    request.lock();
    try {
      request.take();
    } finally {
      request.unlock();
    }
    // Written without the locks, which the tenant's other requests wait for.
    return request.verdict();
  }

  /** How the limits stand, without counting anything. */
  List<Standing> standings(UUID tenant, @Nullable UUID key, CallerLimits limits) {
    var request = new Request(tenant, key, limits);
    request.lock();
    try {
      return request.standings();
    } finally {
      request.unlock();
    }
  }

  long meters() {
    meters.cleanUp();
    return meters.estimatedSize();
  }

  private Meter meter(UUID tenant, @Nullable UUID part) {
    var of = new Of(tenant, part);
    var known = meters.getIfPresent(of);
    return known == null ? meters.get(of, _ -> new Meter()) : known;
  }

  private long nowMillis() {
    return clock.millis() + (shared == null ? 0 : shared.aheadMillis());
  }

  /** One request on its way through the limits that it is under. */
  private final class Request {

    private final UUID tenant;
    private final @Nullable UUID key;
    private final List<Policy> policies;
    private final String policyHeader;
    private final Meter ofTenant;
    private final @Nullable UUID project;
    private final @Nullable Meter ofProject;
    private final @Nullable Meter ofKey;
    private final long nowMillis = Limiter.this.nowMillis();
    private final long[] left;
    private final long[] endMillis;
    private List<Policy> hit = List.of();

    Request(UUID tenant, @Nullable UUID key, CallerLimits limits) {
      this.tenant = tenant;
      this.key = key;
      this.policies = limits.policies();
      this.policyHeader = limits.policyHeader();
      this.left = new long[policies.size()];
      this.endMillis = new long[policies.size()];
      this.ofTenant = meter(tenant, null);
      this.project = limits.project();
      this.ofProject =
          project == null || limits.ofProject().isEmpty() ? null : meter(tenant, project);
      this.ofKey = key == null || limits.key().isEmpty() ? null : meter(tenant, key);
    }

    void lock() {
      ofTenant.lock().lock();
      if (ofProject != null) {
        ofProject.lock().lock();
      }
      if (ofKey != null) {
        ofKey.lock().lock();
      }
    }

    void unlock() {
      if (ofKey != null) {
        ofKey.lock().unlock();
      }
      if (ofProject != null) {
        ofProject.lock().unlock();
      }
      ofTenant.lock().unlock();
    }

    void take() {
      for (var policy : policies) {
        count(policy).moveTo(policy.window().number(nowMillis));
      }
      boolean isShared =
          shared != null && shared.lease(tenant, project, key, policies, this::count);
      for (var policy : policies) {
        if (!isFree(policy, isShared)) {
          hit = hit.isEmpty() ? new ArrayList<>() : hit;
          hit.add(policy);
        }
      }
      for (int i = 0; i < left.length; i++) {
        var policy = policies.get(i);
        var count = count(policy);
        if (hit.isEmpty()) {
          count.use();
        } else if (hit.contains(policy)) {
          count.refuse();
        }
        left[i] = count.left(policy.quota(), isShared);
        endMillis[i] = endMillis(policy);
      }
    }

    private boolean isFree(Policy policy, boolean isShared) {
      return isShared ? count(policy).holdsLease() : count(policy).used() < policy.quota();
    }

    private long endMillis(Policy policy) {
      return policy.window().endMillis(count(policy).number());
    }

    Verdict verdict() {
      return new Verdict(hit, retryMillis(), policyHeader, stateHeader());
    }

    private long retryMillis() {
      long wait = 0;
      for (int i = 0; i < endMillis.length; i++) {
        if (hit.contains(policies.get(i))) {
          wait = Math.max(wait, endMillis[i] - nowMillis);
        }
      }
      return wait;
    }

    private String stateHeader() {
      var text = new StringBuilder(left.length * 40);
      for (int i = 0; i < left.length; i++) {
        if (i > 0) {
          text.append(", ");
        }
        text.append('"')
            .append(policies.get(i).name())
            .append("\";r=")
            .append(left[i])
            .append(";t=")
            .append(Math.ceilDiv(endMillis[i] - nowMillis, 1_000L));
      }
      return text.toString();
    }

    List<Standing> standings() {
      var standings = new ArrayList<Standing>();
      for (var policy : policies) {
        var count = count(policy);
        count.moveTo(policy.window().number(nowMillis));
        standings.add(
            new Standing(
                policy.name(),
                policy.quota(),
                count.left(policy.quota(), shared != null && shared.isReachable()),
                count.refused(),
                policy.window().seconds(),
                Instant.ofEpochMilli(endMillis(policy))));
      }
      return standings;
    }

    private Count count(Policy policy) {
      var own =
          switch (policy.whose()) {
            case TENANT -> ofTenant;
            case PROJECT -> ofProject;
            case KEY -> ofKey;
          };
      return (own == null ? ofTenant : own).count(policy.window());
    }
  }
}
