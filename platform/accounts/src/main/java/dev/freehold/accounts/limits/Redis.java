package dev.freehold.accounts.limits;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.Base16;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to Redis that nobody waits for longer than the timeout. Once it failed nobody asks
 * it at all, until a thread of its own finds that it answers again.
 */
final class Redis implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Redis.class);

  private static final Duration CONNECTING = Duration.ofSeconds(1);
  private static final Duration BETWEEN_CHECKS = Duration.ofMillis(250);
  private static final String SCRIPT = script();
  private static final int TIME_PARTS = 2;

  private final RedisURI address;
  private final Duration timeout;
  private final Clock clock;
  private final ClientResources resources =
      ClientResources.builder().reconnectDelay(Delay.constant(BETWEEN_CHECKS)).build();
  private final RedisClient client;
  private final String digest;
  private final ScheduledExecutorService checks;
  private volatile @Nullable StatefulRedisConnection<String, String> connection;
  private volatile boolean reachable;
  private volatile long aheadMillis;
  private volatile boolean isLossTold;

  Redis(RedisSettings settings, Clock clock) {
    this.address = RedisURI.create(Objects.requireNonNull(settings.url()));
    this.timeout = settings.timeout();
    this.clock = clock;
    this.address.setTimeout(CONNECTING);
    this.client = RedisClient.create(resources);
    this.client.setOptions(
        ClientOptions.builder()
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .socketOptions(SocketOptions.builder().connectTimeout(CONNECTING).build())
            .build());
    this.digest = digestOf(SCRIPT);
    check();
    this.checks =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("redis-check").factory());
    var unused =
        checks.scheduleWithFixedDelay(
            this::check,
            BETWEEN_CHECKS.toMillis(),
            BETWEEN_CHECKS.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  boolean isReachable() {
    return reachable;
  }

  long aheadMillis() {
    return aheadMillis;
  }

  /** What the script answers; null if it did not in time. */
  @Nullable List<Long> run(String[] keys, String[] arguments) {
    var open = connection;
    if (open == null) {
      return null;
    }
    try {
      return await(
          open.async().<List<Long>>evalsha(digest, ScriptOutputType.MULTI, keys, arguments));
    } catch (RedisNoScriptException notYet) {
      return evaluate(open, keys, arguments);
    } catch (RedisException | TimeoutException e) {
      lost(e);
      return null;
    }
  }

  private @Nullable List<Long> evaluate(
      StatefulRedisConnection<String, String> open, String[] keys, String[] arguments) {
    try {
      return await(open.async().<List<Long>>eval(SCRIPT, ScriptOutputType.MULTI, keys, arguments));
    } catch (RedisException | TimeoutException e) {
      lost(e);
      return null;
    }
  }

  private <T> T await(RedisFuture<T> future) throws TimeoutException {
    try {
      return future.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RedisException cause ? cause : new RedisException(e.getCause());
    } catch (TimeoutException e) {
      future.cancel(true);
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RedisException(e);
    }
  }

  private void lost(Exception cause) {
    if (reachable) {
      reachable = false;
      isLossTold = true;
      log.warn(
          "Redis did not answer, so this node counts requests for itself: {}", cause.toString());
    }
  }

  /** Connects if need be, reads the common clock, and finds out whether Redis answers. */
  private void check() {
    try {
      var open = connection;
      if (open == null) {
        open = client.connect(StringCodec.UTF8, address);
        connection = open;
      }
      long sent = clock.millis();
      var time = await(open.async().time());
      long received = clock.millis();
      if (time.size() == TIME_PARTS) {
        long theirs = Long.parseLong(time.get(0)) * 1_000 + Long.parseLong(time.get(1)) / 1_000;
        aheadMillis = theirs - (sent + received) / 2;
      }
      if (!reachable) {
        log.info("Redis answers: requests are counted together with the other nodes");
      }
      isLossTold = false;
      reachable = true;
    } catch (RedisException | TimeoutException e) {
      reachable = false;
      if (!isLossTold) {
        isLossTold = true;
        log.warn(
            "Redis does not answer, so this node counts requests for itself: {}", e.toString());
      }
    }
  }

  private static String script() {
    try (var in = Objects.requireNonNull(Redis.class.getResourceAsStream("lease.lua"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String digestOf(String script) {
    return Base16.digest(script.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    checks.shutdownNow();
    client.shutdown(Duration.ZERO, CONNECTING);
    resources.shutdown(0, CONNECTING.toMillis(), TimeUnit.MILLISECONDS).awaitUninterruptibly();
  }
}
