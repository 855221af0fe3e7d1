package dev.freehold.eventstore.move;

import dev.freehold.eventstore.Appended;
import dev.freehold.eventstore.Batch;
import dev.freehold.eventstore.Dialect;
import dev.freehold.eventstore.EventStoreUnavailable;
import dev.freehold.eventstore.MovableStore;
import dev.freehold.eventstore.MovableStore.Arrival;
import dev.freehold.eventstore.Stream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Gatherers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes all tenants from one store to another, in a thread of its own: each tenant is exported and
 * imported, rows that come meanwhile are handed on in the order of their receipt, both stores are
 * compared, and in a short pause the last rows follow and the new store becomes the live one.
 *
 * <p>Each tenant is written down once it is whole in the new store, with the receipt up to which it
 * is. What was handed on after that is handed on again by a process that goes on with the move: the
 * new store knows the ids of seven days.
 */
final class Move {

  private static final Logger LOG = LoggerFactory.getLogger(Move.class);

  /** The rows read at once. */
  private static final int PORTION = 20_000;

  /** So few rows in a round are a rest that a pause has time for. */
  private static final int SMALL_REST = 2_000;

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final int PAUSES = 20;
  private static final int RETRIES = 60;
  private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /** How often it is written down that rows are being handed on. */
  private static final Duration ROUNDS = Duration.ofHours(1);

  /** Ids are known for seven days, so what was handed on before may not be again. */
  private static final Duration ID_DAYS = Duration.ofDays(6);

  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private final LiveStore live;
  private final MoveLog log;
  private final MovableStore source;
  private final Supplier<MovableStore> opener;
  private final String from;
  private final String to;
  private final Map<String, Long> followed = new HashMap<>();

  /** Tenants that this process has begun to copy. */
  private final Set<UUID> begun = new HashSet<>();

  private final Thread thread;
  private volatile @Nullable MovableStore target;
  private volatile boolean stopping;
  private volatile boolean running = true;
  private volatile String step = "opening the new store";
  private volatile long tenants;
  private volatile long rows;
  private volatile long handedOn;

  Move(
      LiveStore live,
      MoveLog log,
      MovableStore source,
      Supplier<MovableStore> opener,
      String from,
      String to) {
    this.live = live;
    this.log = log;
    this.source = source;
    this.opener = opener;
    this.from = from;
    this.to = to;
    thread = Thread.ofPlatform().daemon().name("eventstore-move").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  MoveStatus status() {
    return new MoveStatus(
        log.state(),
        step,
        running,
        MoveStatus.shown(to),
        tenants,
        log.copied().size(),
        rows,
        handedOn);
  }

  /** The new store, as long as this process may write to it. */
  @Nullable MovableStore target() {
    return target;
  }

  void stop() {
    stopping = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    @Nullable MovableStore opened = null;
    boolean moved = false;
    try {
      opened = opener.get();
      begin(opened);
      target = opened;
      copyAndFollow(opened);
      moved = true;
      step = "moved";
      LOG.info("All events are in {} now; name it in freehold.events.url", MoveStatus.shown(to));
    } catch (Stopped e) {
      step = "stopped";
    } catch (RuntimeException e) {
      step = "failed: " + reason(e);
      LOG.warn("Events could not be moved; they stay where they are", e);
    } finally {
      closeUnless(moved, opened);
      deleteStaging();
      running = false;
    }
  }

  /** Waits for a change that is using the new store. */
  private void closeUnless(boolean moved, @Nullable MovableStore opened) {
    if (moved || opened == null) {
      return;
    }
    live.handingOn().lock();
    try {
      target = null;
      opened.close();
    } finally {
      live.handingOn().unlock();
    }
  }

  private static String reason(Throwable failure) {
    var cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  private void begin(MovableStore fresh) {
    if (source.dialect() == Dialect.CLICKHOUSE && fresh.dialect() == Dialect.DUCKDB) {
      throw new IllegalArgumentException("events move from DuckDB to ClickHouse, not back");
    }
    if (log.state() != MoveLog.State.COPYING) {
      if (!fresh.tenants().isEmpty()) {
        throw new IllegalArgumentException(
            "there are events in " + MoveStatus.shown(to) + " already; name an empty store");
      }
      log.begin(to, from, live.clock().instant());
    }
    followed.putAll(log.followed());
  }

  private void copyAndFollow(MovableStore fresh) {
    forgetOld();
    for (int i = 0; i < PAUSES; i++) {
      copyMissing(fresh);
      step = "handing on what came meanwhile";
      while (follow(fresh) > SMALL_REST) {
        copyMissing(fresh);
      }
      copyMissing(fresh);
      compare(fresh);
      if (moveLast(fresh)) {
        return;
      }
    }
    throw new EventStoreUnavailable(
        "more rows came in each pause than could be handed on in it; try again at a quieter time");
  }

  /** A move that rested for long cannot rely on ids: whom it copied is copied again. */
  private void forgetOld() {
    if (log.lastRound().isBefore(live.clock().instant().minus(ID_DAYS))) {
      log.copied().keySet().forEach(log::again);
    }
    log.copied().values().stream()
        .min(Long::compare)
        .ifPresent(first -> live.streams().forEach(s -> followed.putIfAbsent(s.name(), first)));
  }

  private void copyMissing(MovableStore fresh) {
    for (var tenant : fresh.tenants()) {
      if (!log.isCopied(tenant)) {
        step = "removing what was copied in part";
        erase(fresh, tenant);
      }
    }
    var all = source.tenants();
    tenants = all.size();
    for (var tenant : all) {
      if (!log.isCopied(tenant)) {
        requireWanted();
        step = "copying";
        copy(fresh, tenant);
      }
    }
  }

  private void erase(MovableStore fresh, UUID tenant) {
    var lock = live.of(tenant);
    lock.lock();
    try {
      if (!log.isCopied(tenant)) {
        fresh.eraseTenant(tenant);
      }
    } finally {
      lock.unlock();
    }
  }

  private void copy(MovableStore fresh, UUID tenant) {
    var lock = live.of(tenant);
    lock.lock();
    try {
      if (log.isCopied(tenant)) {
        // It only seemed not to be, while a change was under way.
        return;
      }
      if (!begun.add(tenant)) {
        fresh.eraseTenant(tenant);
      }
      deleteStaging();
      var exported = source.export(tenant, live.staging());
      requireWanted();
      rows += fresh.importTenant(tenant, live.staging());
      log.copied(tenant, exported.received());
      // Whoever is copied later is further than this.
      live.streams().forEach(s -> followed.putIfAbsent(s.name(), exported.received()));
    } finally {
      deleteStaging();
      lock.unlock();
    }
  }

  /** Hands on what was received since the last time; says how many rows that were. */
  private long follow(MovableStore fresh) {
    live.handingOn().lock();
    try {
      long count = 0;
      var now = live.clock().instant();
      if (log.lastRound().isBefore(now.minus(ROUNDS))) {
        log.round(now);
      }
      for (var stream : live.streams()) {
        requireWanted();
        long before = followed.getOrDefault(stream.name(), 0L);
        long last = before;
        List<Arrival> some;
        do {
          some = source.arrivals(stream, last, PORTION);
          if (!some.isEmpty()) {
            handOn(fresh, stream, some);
            count += some.size();
            last = some.getLast().received();
          }
        } while (some.size() >= PORTION);
        if (last > before) {
          followed.put(stream.name(), last);
          log.followed(stream.name(), last);
        }
      }
      return count;
    } finally {
      live.handingOn().unlock();
    }
  }

  private void handOn(MovableStore fresh, Stream stream, List<Arrival> arrivals) {
    var copied = log.copied();
    var byTenant = new HashMap<UUID, List<Arrival>>();
    for (var arrival : arrivals) {
      var upTo = copied.get(arrival.tenant());
      if (upTo != null && arrival.received() > upTo) {
        byTenant.computeIfAbsent(arrival.tenant(), _ -> new ArrayList<>()).add(arrival);
      }
    }
    var waiting = new ArrayList<Sending>();
    byTenant.forEach(
        (tenant, all) ->
            all.stream()
                .gather(Gatherers.windowFixed(PORTION))
                .forEach(some -> waiting.add(new Sending(tenant, batch(stream, some)))));
    for (int i = 0; !waiting.isEmpty(); i++) {
      requireWanted();
      if (i > 0) {
        LockSupport.parkNanos(AGAIN_NANOS);
      }
      send(fresh, waiting, i < RETRIES);
    }
  }

  private static Batch batch(Stream stream, List<Arrival> arrivals) {
    var rows = new ArrayList<@Nullable Object[]>();
    arrivals.forEach(arrival -> rows.add(arrival.row()));
    return new Batch(stream, rows);
  }

  private record Sending(UUID tenant, Batch batch) {}

  /** Leaves what the new store cannot take now. */
  private void send(MovableStore fresh, List<Sending> waiting, boolean again) {
    var sent = new HashMap<Sending, CompletableFuture<Appended>>();
    waiting.forEach(one -> sent.put(one, fresh.append(one.tenant(), one.batch())));
    for (var one : sent.entrySet()) {
      try {
        handedOn += one.getValue().join().accepted();
        waiting.remove(one.getKey());
      } catch (CompletionException e) {
        if (!again || !(e.getCause() instanceof EventStoreUnavailable)) {
          throw e;
        }
      }
    }
  }

  /** Rows of both stores, while more come to the old one: those are left out. */
  private void compare(MovableStore fresh) {
    live.handingOn().lock();
    try {
      // What was copied last may be further than what was handed on.
      follow(fresh);
      step = "comparing rows";
      var comparison = new Comparison(source, fresh, live.retention(), live.clock());
      var differences = new ArrayList<Comparison.Difference>();
      var tenantsCopied = log.copied().keySet();
      for (var stream : live.streams()) {
        requireWanted();
        differences.addAll(
            comparison.rows(stream, tenantsCopied, followed.getOrDefault(stream.name(), 0L)));
      }
      requireNone(differences);
      // So that there is little left to be rolled up in the pause.
      for (var stream : live.streams()) {
        comparison.sums(stream, Set.of());
      }
    } finally {
      live.handingOn().unlock();
    }
  }

  private void requireNone(List<Comparison.Difference> differences) {
    if (differences.isEmpty()) {
      return;
    }
    differences.forEach(difference -> log.again(difference.tenant()));
    var first = differences.getFirst();
    throw new IllegalStateException(
        "the new store is not the same, so events stay in the old one; %d differences, the first of tenant %s, %s. Move again to copy such tenants again"
            .formatted(differences.size(), first.tenant(), first.where()));
  }

  /** The pause: false when it would have become too long. */
  private boolean moveLast(MovableStore fresh) {
    requireWanted();
    long until = System.nanoTime() + LONGEST_PAUSE.toNanos();
    live.handingOn().lock();
    try {
      step = "pausing for the last rows";
      if (!live.pause(until)) {
        return false;
      }
      while (follow(fresh) > 0) {
        if (System.nanoTime() > until) {
          return false;
        }
      }
      var copied = log.copied().keySet();
      if (!copied.containsAll(source.tenants()) || !copied.containsAll(fresh.tenants())) {
        return false;
      }
      var comparison = new Comparison(source, fresh, live.retention(), live.clock());
      var differences = new ArrayList<Comparison.Difference>();
      for (var stream : live.streams()) {
        differences.addAll(comparison.sums(stream, log.copied().keySet()));
      }
      requireNone(differences);
      if (System.nanoTime() > until) {
        return false;
      }
      log.moved();
      live.become(fresh);
      return true;
    } finally {
      live.resume();
      live.handingOn().unlock();
    }
  }

  private void requireWanted() {
    if (stopping) {
      throw new Stopped();
    }
  }

  private void deleteStaging() {
    Path folder = live.staging();
    if (!Files.exists(folder)) {
      return;
    }
    try (var inside = Files.walk(folder)) {
      for (var path : inside.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
  }
}
