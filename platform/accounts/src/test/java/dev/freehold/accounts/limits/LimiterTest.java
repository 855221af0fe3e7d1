package dev.freehold.accounts.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LimiterTest {

  private static final UUID ACME = UUID.randomUUID();
  private static final UUID KEY = UUID.randomUUID();
  private static final UUID OTHER_KEY = UUID.randomUUID();

  private final SettableClock clock = new SettableClock("2026-11-21T10:20:30.400Z");
  private final Limiter limiter = new Limiter(clock, null);

  private static CallerLimits tenant(Quota quota) {
    return CallerLimits.of(new UUID(0, 0), "test", quota, Quota.NONE);
  }

  private static CallerLimits both(Quota tenant, Quota key) {
    return CallerLimits.of(new UUID(0, 0), "test", tenant, key);
  }

  private int admitted(int requests, @Nullable UUID key, CallerLimits limits) {
    int admitted = 0;
    for (int i = 0; i < requests; i++) {
      admitted += limiter.take(ACME, key, limits).isRefusal() ? 0 : 1;
    }
    return admitted;
  }

  @Test
  void aWindowLetsInItsQuotaAndTheNextOneBeginsOnTheClocksMinute() {
    var limits = tenant(new Quota(null, 5L, null, null));
    assertThat(admitted(9, KEY, limits)).isEqualTo(5);
    clock.pass(Duration.ofMillis(29_599));
    assertThat(admitted(1, KEY, limits)).isZero();
    clock.pass(Duration.ofMillis(1));
    assertThat(admitted(9, KEY, limits)).isEqualTo(5);
  }

  @Test
  void allWindowsHoldAtOnceAndARefusedRequestCountsInNone() {
    var limits = tenant(new Quota(2L, 5L, null, 6L));
    assertThat(admitted(4, KEY, limits)).isEqualTo(2);
    clock.pass(Duration.ofSeconds(1));
    assertThat(admitted(4, KEY, limits)).isEqualTo(2);
    clock.pass(Duration.ofSeconds(1));
    assertThat(admitted(4, KEY, limits)).isEqualTo(1);
    clock.pass(Duration.ofMinutes(1));
    assertThat(admitted(4, KEY, limits)).isEqualTo(1);
    assertThat(limiter.take(ACME, KEY, limits).hit())
        .extracting(Policy::name)
        .containsExactly("tenant_per_day");
  }

  @Test
  void aKeyUsesItsOwnQuotaAndItsTenants() {
    var limits = both(new Quota(null, 5L, null, null), new Quota(null, 3L, null, null));
    assertThat(admitted(9, KEY, limits)).isEqualTo(3);
    assertThat(limiter.take(ACME, KEY, limits).hit())
        .extracting(Policy::name)
        .containsExactly("key_per_minute");
    assertThat(admitted(9, OTHER_KEY, limits)).isEqualTo(2);
    assertThat(limiter.take(ACME, OTHER_KEY, limits).hit())
        .extracting(Policy::name)
        .containsExactly("tenant_per_minute");
  }

  @Test
  void aTenantUsesNothingOfAnothers() {
    var limits = tenant(new Quota(null, null, 4L, null));
    assertThat(admitted(9, KEY, limits)).isEqualTo(4);
    assertThat(limiter.take(UUID.randomUUID(), KEY, limits).isRefusal()).isFalse();
  }

  @Test
  void theHeadersSayWhatIsLeftAndUntilWhen() {
    var limits = both(new Quota(null, 5L, 100L, null), new Quota(3L, null, null, null));
    var verdict = limiter.take(ACME, KEY, limits);
    assertThat(verdict.policyHeader())
        .isEqualTo(
            "\"tenant_per_minute\";q=5;w=60, \"tenant_per_hour\";q=100;w=3600,"
                + " \"key_per_second\";q=3;w=1");
    assertThat(verdict.stateHeader())
        .isEqualTo(
            "\"tenant_per_minute\";r=4;t=30, \"tenant_per_hour\";r=99;t=2370,"
                + " \"key_per_second\";r=2;t=1");
  }

  @Test
  void waitingAsLongAsARefusalSaysHelps() {
    var limits = tenant(new Quota(1L, 1L, null, null));
    admitted(1, KEY, limits);
    var refusal = limiter.take(ACME, KEY, limits);
    assertThat(refusal.retryMillis()).isEqualTo(29_600);
    clock.pass(Duration.ofMillis(refusal.retryMillis() - 1));
    assertThat(limiter.take(ACME, KEY, limits).isRefusal()).isTrue();
    clock.pass(Duration.ofMillis(1));
    assertThat(limiter.take(ACME, KEY, limits).isRefusal()).isFalse();
  }

  @Test
  void aClockThatGoesBackOpensNoWindowTwice() {
    var limits = tenant(new Quota(null, 5L, null, null));
    assertThat(admitted(9, KEY, limits)).isEqualTo(5);
    clock.pass(Duration.ofMinutes(-3));
    assertThat(admitted(9, KEY, limits)).isZero();
  }

  @Test
  void lookingCountsNothing() {
    var limits = tenant(new Quota(null, 5L, null, null));
    admitted(2, KEY, limits);
    var standing = limiter.standings(ACME, KEY, limits).getFirst();
    assertThat(limiter.standings(ACME, KEY, limits).getFirst()).isEqualTo(standing);
    assertThat(standing.left()).isEqualTo(3);
    assertThat(standing.resetsAt()).isEqualTo("2026-11-21T10:21:00Z");
  }

  @Test
  void anyNumberOfThreadsGetExactlyTheQuotaOfEachWindow() throws Exception {
    int threads = 16;
    var limits = both(new Quota(null, 6_000L, null, 9_000L), new Quota(null, 4_000L, null, null));
    for (int round = 0; round < 2; round++) {
      var admitted = new AtomicInteger();
      var byKey = new AtomicInteger[] {new AtomicInteger(), new AtomicInteger()};
      try (var pool = Executors.newFixedThreadPool(threads)) {
        var tasks = new ArrayList<Callable<Void>>();
        for (int thread = 0; thread < threads; thread++) {
          int which = thread % 2;
          tasks.add(
              () -> {
                for (int i = 0; i < 1_000; i++) {
                  if (!limiter.take(ACME, which == 0 ? KEY : OTHER_KEY, limits).isRefusal()) {
                    admitted.incrementAndGet();
                    byKey[which].incrementAndGet();
                  }
                }
                return null;
              });
        }
        for (var future : pool.invokeAll(tasks)) {
          future.get();
        }
      }
      assertThat(admitted).hasValue(round == 0 ? 6_000 : 3_000);
      assertThat(byKey[0]).hasValueLessThanOrEqualTo(4_000);
      assertThat(byKey[1]).hasValueLessThanOrEqualTo(4_000);
      clock.pass(Duration.ofMinutes(1));
    }
  }

  @Test
  void manyTenantsTakeBoundedMemory() {
    var small = new Limiter(clock, null, 1_000);
    var limits = tenant(new Quota(1L, null, null, null));
    for (int i = 0; i < 20_000; i++) {
      small.take(UUID.randomUUID(), KEY, limits);
    }
    assertThat(small.meters()).isLessThanOrEqualTo(1_000);
  }
}
