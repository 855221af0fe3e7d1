package dev.freehold.accounts.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several nodes over one real Redis, which comes and goes. */
class SharedCountsTest {

  private static final int NODES = 3;

  /** Longer than the timeouts of a request that meets a lost Redis. */
  private static final Duration NEVER_HANGS = Duration.ofSeconds(3);

  private record Node(SharedCounts shared, Limiter limiter) implements AutoCloseable {

    static Node over(RedisSettings settings) {
      var shared = new SharedCounts(settings, Clock.systemUTC());
      return new Node(shared, new Limiter(Clock.systemUTC(), shared));
    }

    @Override
    public void close() {
      shared.close();
    }
  }

  private final UUID tenant = UUID.randomUUID();
  private final UUID key = UUID.randomUUID();
  private final List<Node> nodes = new ArrayList<>();
  private RedisServer redis;

  @BeforeAll
  static void isThere() {
    RedisServer.mustBeInstalled();
  }

  @BeforeEach
  void start() throws Exception {
    redis = RedisServer.start();
    for (int i = 0; i < NODES; i++) {
      nodes.add(Node.over(redis.settings()));
    }
    assertThat(nodes).allMatch(node -> node.shared().isReachable());
  }

  @AfterEach
  void stop() throws Exception {
    nodes.forEach(Node::close);
    redis.close();
  }

  private static CallerLimits perDay(long requests) {
    return CallerLimits.of(
        new UUID(0, 0), "test", new Quota(null, null, null, requests), Quota.NONE);
  }

  private int admitted(Node node, int requests, CallerLimits limits) {
    int admitted = 0;
    for (int i = 0; i < requests; i++) {
      admitted += node.limiter().take(tenant, key, limits).isRefusal() ? 0 : 1;
    }
    return admitted;
  }

  /** All nodes at once, with four threads each. */
  private int admittedByAll(int requestsOfAThread, CallerLimits limits) throws Exception {
    var admitted = new AtomicInteger();
    var tasks = new ArrayList<Callable<Void>>();
    for (var node : nodes) {
      for (int thread = 0; thread < 4; thread++) {
        tasks.add(
            () -> {
              admitted.addAndGet(admitted(node, requestsOfAThread, limits));
              return null;
            });
      }
    }
    try (var pool = Executors.newFixedThreadPool(tasks.size())) {
      for (var future : pool.invokeAll(tasks)) {
        future.get();
      }
    }
    return admitted.get();
  }

  @Test
  void nodesThatRaceLetInTheQuotaAndNotOneMore() throws Exception {
    var limits = perDay(10_000);
    int admitted = admittedByAll(2_000, limits);
    assertThat(admitted).isLessThanOrEqualTo(10_000);
    // A node whose threads were done early still holds a lease.
    for (var node : nodes) {
      admitted += admitted(node, 10_000, limits);
    }
    assertThat(admitted).isEqualTo(10_000);
    assertThat(nodes).allMatch(node -> node.shared().isReachable());
  }

  @Test
  void mostRequestsOfABusyCallerNeedNoRoundTrip() throws Exception {
    assertThat(admittedByAll(2_000, perDay(1_000_000))).isEqualTo(24_000);
    assertThat(redis.scriptRuns()).isPositive().isLessThan(24_000 / 20);
  }

  @Test
  void aQuietCallerMayMoveFromNodeToNodeAndLosesNothing() {
    var limits = perDay(30);
    int admitted = 0;
    for (int i = 0; i < 40; i++) {
      admitted += admitted(nodes.get(i % NODES), 1, limits);
    }
    assertThat(admitted).isBetween(28, 30);
  }

  @Test
  void allWindowsOfKeyAndTenantAreCountedTogether() throws Exception {
    var limits =
        CallerLimits.of(
            new UUID(0, 0),
            "test",
            new Quota(null, null, 900L, 1_500L),
            new Quota(null, null, null, 500L));
    assertThat(admittedByAll(200, limits)).isEqualTo(500);
    var refusal = nodes.getFirst().limiter().take(tenant, key, limits);
    assertThat(refusal.hit()).extracting(Policy::name).containsExactly("key_per_day");
    var other = UUID.randomUUID();
    int more = 0;
    for (int i = 0; i < 1_000; i++) {
      more += nodes.get(i % NODES).limiter().take(tenant, other, limits).isRefusal() ? 0 : 1;
    }
    // What nodes hold in lease of the tenant's hour, the other nodes lack.
    assertThat(more).isBetween(300, 400);
  }

  @Test
  void aTenantUsesNothingOfAnothersAndTheirCountsLieUnderTheirOwnNames() {
    var limits = perDay(5);
    assertThat(admitted(nodes.getFirst(), 10, limits)).isEqualTo(5);
    var other = UUID.randomUUID();
    assertThat(nodes.getLast().limiter().take(other, key, limits).isRefusal()).isFalse();
    assertThat(redis.ask("KEYS"))
        .allMatch(name -> name.contains("{" + tenant + "}") || name.contains("{" + other + "}"))
        .hasSize(2);
  }

  @Test
  void whenRedisIsHaltedNodesCountForThemselvesAndTellItAfterwards() throws Exception {
    var limits = perDay(100);
    assertThat(admitted(nodes.getFirst(), 10, limits)).isEqualTo(10);
    redis.halt();
    long begun = System.nanoTime();
    // Each node lets in its own quota, and what it let in before counts.
    assertThat(admitted(nodes.get(0), 50, limits)).isEqualTo(50);
    assertThat(admitted(nodes.get(1), 20, limits)).isEqualTo(20);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(NEVER_HANGS);
    redis.goOn();
    await().until(() -> nodes.stream().allMatch(node -> node.shared().isReachable()));
    int more = 0;
    for (int i = 0; i < 100; i++) {
      more += admitted(nodes.get(i % 2), 1, limits);
    }
    // A lease that was on its way when Redis halted is used by nobody: an eighth of what was left.
    assertThat(10 + 50 + 20 + more).isBetween(75, 100);
  }

  @Test
  void aNodeWithoutRedisLetsInItsOwnQuotaAndNoMore() throws Exception {
    redis.kill();
    var limits = perDay(100);
    for (var node : nodes) {
      assertThat(admitted(node, 150, limits)).isEqualTo(100);
    }
  }

  @Test
  void aRedisThatIsStartedAgainIsUsedAgain() throws Exception {
    redis.kill();
    admitted(nodes.getFirst(), 1, perDay(100));
    await().until(() -> nodes.stream().noneMatch(node -> node.shared().isReachable()));
    redis.startAgain();
    await().until(() -> nodes.stream().allMatch(node -> node.shared().isReachable()));
    assertThat(admittedByAll(100, perDay(300))).isBetween(299, 301);
  }

  @Test
  void aNodeStartsWithoutRedisAndJoinsTheOthersOnceItIsThere() throws Exception {
    int port = RedisServer.freePort();
    try (var node = Node.over(RedisServer.settings(port))) {
      assertThat(node.shared().isReachable()).isFalse();
      assertThat(admitted(node, 3, perDay(5))).isEqualTo(3);
      try (var late = RedisServer.start(port)) {
        await().until(node.shared()::isReachable);
        assertThat(admitted(node, 9, perDay(5))).isEqualTo(2);
        assertThat(late.ask("KEYS")).hasSize(1);
      }
    }
  }
}
