package dev.freehold.eventstore.move;

import dev.freehold.eventstore.Answer;
import dev.freehold.eventstore.Appended;
import dev.freehold.eventstore.Batch;
import dev.freehold.eventstore.Dialect;
import dev.freehold.eventstore.EventStore;
import dev.freehold.eventstore.EventStoreUnavailable;
import dev.freehold.eventstore.Mismatch;
import dev.freehold.eventstore.MovableStore;
import dev.freehold.eventstore.Query;
import dev.freehold.eventstore.Question;
import dev.freehold.eventstore.Retention;
import dev.freehold.eventstore.RowMapper;
import dev.freehold.eventstore.Stream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store that events go to and are asked from, which may become another one while it is used.
 *
 * <p>During a move rows go to the old store, and the move hands them on. Whatever changes rows or
 * takes them away is done in both, under locks that keep it apart from the copying of that tenant
 * and from the handing on. For the last rows, and for seconds at most, appends are refused with
 * {@link EventStoreUnavailable} and changes wait.
 */
public final class LiveStore implements EventStore {

  /** Opens a store by its address. */
  @FunctionalInterface
  public interface Opener {
    MovableStore open(String address);
  }

  private static final Logger LOG = LoggerFactory.getLogger(LiveStore.class);
  private static final int STRIPES = 64;
  private static final long LOOK_NANOS = 200_000;

  private final Opener opener;
  private final MoveLog log;
  private final String address;
  private final List<Stream> streams;
  private final Retention retention;
  private final InstantSource clock;
  private final Path staging;
  private final MovableStore source;
  private volatile MovableStore live;
  private volatile boolean paused;
  private volatile @Nullable Move move;
  private final AtomicLong underWay = new AtomicLong();
  private final ReentrantReadWriteLock handingOn = new ReentrantReadWriteLock();
  private final ReentrantReadWriteLock[] ofTenants = new ReentrantReadWriteLock[STRIPES];

  private LiveStore(
      Opener opener,
      MoveLog log,
      String address,
      MovableStore source,
      Path staging,
      List<Stream> streams,
      Retention retention,
      InstantSource clock) {
    this.opener = opener;
    this.log = log;
    this.address = address;
    this.source = source;
    this.live = source;
    this.staging = staging;
    this.streams = List.copyOf(streams);
    this.retention = retention;
    this.clock = clock;
    for (int i = 0; i < STRIPES; i++) {
      ofTenants[i] = new ReentrantReadWriteLock();
    }
  }

  /**
   * Opens the store that events are in, and goes on with a move that was under way.
   *
   * @param configured the address that the settings name
   * @param folder where the state of moves is kept
   */
  public static LiveStore open(
      String configured,
      Path folder,
      Opener opener,
      List<Stream> streams,
      Retention retention,
      InstantSource clock) {
    var log = MoveLog.open(folder);
    try {
      var address = address(log, configured);
      var store =
          new LiveStore(
              opener,
              log,
              address,
              opener.open(address),
              folder.resolve("events-move"),
              streams,
              retention,
              clock);
      if (store.isMoving()) {
        store.start(log.to());
      }
      return store;
    } catch (RuntimeException e) {
      log.close();
      throw e;
    }
  }

  /** Where events are, whatever the settings say. */
  private static String address(MoveLog log, String configured) {
    var named = MoveStatus.shown(configured);
    var from = MoveStatus.shown(log.from());
    var to = MoveStatus.shown(log.to());
    return switch (log.state()) {
      case NONE -> configured;
      case COPYING -> {
        if (!named.equals(from)) {
          throw new EventStoreUnavailable(
              "events are being moved from %s to %s, which does not have all of them yet: start with freehold.events.url=%s, and let the move end or cancel it"
                  .formatted(from, to, from));
        }
        yield configured;
      }
      case MOVED -> {
        if (named.equals(to)) {
          yield configured;
        }
        if (!named.equals(from)) {
          throw new EventStoreUnavailable(
              "events were moved from %s to %s: start with freehold.events.url=%s"
                  .formatted(from, to, to));
        }
        LOG.warn("Events were moved from {} to {}; name that in freehold.events.url", from, to);
        yield log.to();
      }
    };
  }

  /**
   * Begins a move, or goes on with it, in the background.
   *
   * @throws IllegalArgumentException when that cannot be, and why
   */
  public synchronized void move(String to) {
    var running = move;
    if (running != null && running.status().running()) {
      throw new IllegalArgumentException(
          "events are being moved to " + running.status().to() + " already");
    }
    if (log.state() == MoveLog.State.COPYING && !log.to().equals(to)) {
      throw new IllegalArgumentException(
          "a move to " + MoveStatus.shown(log.to()) + " is not ended; go on with it or cancel it");
    }
    if (live != source) {
      throw new IllegalArgumentException(
          "events are in " + MoveStatus.shown(log.to()) + "; start with that address first");
    }
    if (MoveStatus.shown(to).equals(MoveStatus.shown(address))) {
      throw new IllegalArgumentException("events are in " + MoveStatus.shown(to) + " already");
    }
    start(to);
  }

  private synchronized void start(String to) {
    var begun = new Move(this, log, source, () -> opener.open(to), address, to);
    move = begun;
    begun.start();
  }

  /** Gives a move up and empties the new store; events stay where they are. */
  public synchronized void cancel() {
    if (log.state() != MoveLog.State.COPYING) {
      throw new IllegalArgumentException("no events are being moved");
    }
    var running = move;
    if (running != null) {
      running.stop();
    }
    if (log.state() != MoveLog.State.COPYING) {
      throw new IllegalArgumentException("the move ended just now; nothing is cancelled");
    }
    try (var target = opener.open(log.to())) {
      target.tenants().forEach(target::eraseTenant);
    }
    log.cancelled();
    move = null;
  }

  public MoveStatus status() {
    var running = move;
    if (running != null) {
      return running.status();
    }
    var state = log.state();
    return new MoveStatus(
        state,
        state == MoveLog.State.MOVED ? "moved" : "events are not being moved",
        false,
        state == MoveLog.State.NONE ? "" : MoveStatus.shown(log.to()),
        0,
        0,
        0,
        0);
  }

  /** All tenants with events, for the operator's commands. */
  public Set<UUID> tenants() {
    return live.tenants();
  }

  @Override
  public CompletableFuture<Appended> append(UUID tenant, Batch batch) {
    underWay.incrementAndGet();
    if (paused) {
      underWay.decrementAndGet();
      return CompletableFuture.failedFuture(
          new EventStoreUnavailable("events are moved to another store just now; try again"));
    }
    try {
      var done = live.append(tenant, batch);
      var _ = done.whenComplete((_, _) -> underWay.decrementAndGet());
      return done;
    } catch (RuntimeException e) {
      underWay.decrementAndGet();
      throw e;
    }
  }

  /** Refuses appends and waits for those under way; false when they take too long. */
  boolean pause(long untilNanos) {
    paused = true;
    while (underWay.get() > 0) {
      if (System.nanoTime() > untilNanos) {
        paused = false;
        return false;
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    return true;
  }

  void resume() {
    paused = false;
  }

  /** From now on events are in the new store. */
  void become(MovableStore target) {
    live = target;
  }

  /** Held while rows are handed on and while both stores are compared. */
  Lock handingOn() {
    return handingOn.writeLock();
  }

  /** Held while a tenant is copied. */
  Lock of(UUID tenant) {
    return stripe(tenant).writeLock();
  }

  private ReentrantReadWriteLock stripe(UUID tenant) {
    return ofTenants[Math.floorMod(tenant.hashCode(), STRIPES)];
  }

  List<Stream> streams() {
    return streams;
  }

  Retention retention() {
    return retention;
  }

  InstantSource clock() {
    return clock;
  }

  Path staging() {
    return staging;
  }

  /**
   * Does the same in both stores during a move, one change of a tenant after the other; changes run
   * beside each other where there is none.
   */
  private long change(UUID tenant, ToLongFunction<EventStore> what) {
    while (true) {
      boolean moving = isMoving();
      var own = moving ? stripe(tenant).writeLock() : stripe(tenant).readLock();
      own.lock();
      handingOn.readLock().lock();
      try {
        if (moving == isMoving()) {
          return moving ? changeBoth(tenant, what) : what.applyAsLong(live);
        }
      } finally {
        handingOn.readLock().unlock();
        own.unlock();
      }
    }
  }

  private boolean isMoving() {
    return log.state() == MoveLog.State.COPYING;
  }

  /**
   * That the tenant may be wrong in the new store is written down first, so that it is copied again
   * when the process dies in between or the new store fails.
   */
  private long changeBoth(UUID tenant, ToLongFunction<EventStore> what) {
    var upTo = log.copied().get(tenant);
    if (upTo == null) {
      return what.applyAsLong(source);
    }
    log.again(tenant);
    long changed = what.applyAsLong(source);
    var running = move;
    var target = running == null ? null : running.target();
    if (target != null) {
      try {
        var _ = what.applyAsLong(target);
        log.copied(tenant, upTo);
      } catch (RuntimeException e) {
        LOG.warn("A change reached only the old store; the tenant is copied again", e);
      }
    }
    return changed;
  }

  @Override
  public long correct(UUID tenant, Batch batch) {
    return change(tenant, store -> store.correct(tenant, batch));
  }

  @Override
  public long delete(UUID tenant, Stream stream, Collection<String> ids) {
    return change(tenant, store -> store.delete(tenant, stream, ids));
  }

  @Override
  public long erase(UUID tenant, Stream stream, String person) {
    return change(tenant, store -> store.erase(tenant, stream, person));
  }

  @Override
  public void eraseTenant(UUID tenant) {
    change(
        tenant,
        store -> {
          store.eraseTenant(tenant);
          return 0;
        });
  }

  @Override
  public long importTenant(UUID tenant, Path directory) {
    return change(tenant, store -> store.importTenant(tenant, directory));
  }

  @Override
  public <T> List<T> query(UUID tenant, Query query, Duration limit, RowMapper<T> mapper) {
    return live.query(tenant, query, limit, mapper);
  }

  @Override
  public Answer ask(UUID tenant, Question question, Duration limit) {
    return live.ask(tenant, question, limit);
  }

  @Override
  public long exportTenant(UUID tenant, Path directory) {
    return live.exportTenant(tenant, directory);
  }

  @Override
  public List<Mismatch> reconcile(UUID tenant, Stream stream, Instant from, Instant to) {
    return live.reconcile(tenant, stream, from, to);
  }

  @Override
  public void maintain() {
    live.maintain();
  }

  @Override
  public Dialect dialect() {
    return live.dialect();
  }

  @Override
  public boolean isWritable() {
    return !paused && live.isWritable();
  }

  /** What an engine offers beside the contract, in the store that events are in now. */
  public <T> T asked(Function<MovableStore, T> what) {
    return what.apply(live);
  }

  @Override
  public void close() {
    var running = move;
    if (running != null) {
      running.stop();
    }
    if (live != source) {
      live.close();
    }
    source.close();
    log.close();
  }
}
