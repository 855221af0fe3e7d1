package dev.freehold.eventstore.clickhouse;

import dev.freehold.eventstore.Level;
import dev.freehold.eventstore.Tiers;
import dev.freehold.eventstore.question.Buckets;
import dev.freehold.eventstore.question.Kept;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a stream's rollups: adds the rows received since the last time to the buckets of every
 * level. Late events so reach exactly the buckets they belong to, whether or not rows of the same
 * time are still kept. Changed by the writer thread alone.
 *
 * <p>Each bucket knows the latest receipt it has counted. Rows are added in the order of receipt,
 * so when it is not certain whether a bucket was reached before a failure, that says it.
 */
final class Rolling {

  static final String PROGRESS = "freehold$rolled";
  static final String PENDING = "freehold$pending";

  private static final Logger LOG = LoggerFactory.getLogger(Rolling.class);
  private static final long LOCK_MILLIS = 200;
  private static final int BUCKETS_AT_ONCE = 200;

  private final Server server;
  private final EventTable table;
  private final List<Shape> shapes;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private final Map<String, Instant> since = new HashMap<>();
  private volatile long watermark;

  /** Whether buckets may be further than the watermark says. */
  private volatile boolean uncertain = true;

  /** Whether buckets are to be made anew after a change. */
  private volatile boolean unfinished;

  Rolling(Server server, EventTable table) {
    this.server = server;
    this.table = table;
    shapes =
        table.stream().rollups().stream()
            .map(rollup -> Shape.of(table.stream(), rollup, table.layout()))
            .toList();
  }

  static List<String> createProgress(Layout layout) {
    return List.of(
        """
        create table if not exists %s%s (
          stream String, rollups String, upto DateTime64(6, 'UTC'), since DateTime64(6, 'UTC')
        )
        engine = %s order by stream
        settings fsync_after_insert = 1, fsync_part_directory = 1"""
            .formatted(layout.table(PROGRESS), layout.onCluster(), layout.everywhere()),
        """
        create table if not exists %s%s (
          stream String, tenant_id UUID, minutes Array(Int64)
        )
        engine = %s order by stream
        settings fsync_after_insert = 1, fsync_part_directory = 1"""
            .formatted(layout.table(PENDING), layout.onCluster(), layout.everywhere()));
  }

  EventTable table() {
    return table;
  }

  List<Shape> shapes() {
    return shapes;
  }

  boolean isNeeded() {
    return !shapes.isEmpty();
  }

  /** Creates what is missing, fills what is new from the rows kept, and ends what was begun. */
  void open(long lastReceived, ClickHouseSettings settings) {
    if (!isNeeded()) {
      return;
    }
    for (var shape : shapes) {
      for (var level : Level.values()) {
        shape.create(level).forEach(server::run);
      }
    }
    var found =
        server.read(
            """
            select toUnixTimestamp64Micro(max(upto)), toUnixTimestamp64Micro(max(since)), count()
            from %s where stream = '%s' and rollups = %s"""
                .formatted(table.layout().table(PROGRESS), table.name(), definition()),
            row -> new long[] {row.getLong(1), row.getLong(2), row.getLong(3)});
    var progress = found.getFirst();
    Instant from = Kept.ALWAYS;
    if (progress[2] > 0) {
      watermark = progress[0];
      from = progress[1] == 0 ? Kept.ALWAYS : Instant.ofEpochSecond(0, progress[1] * 1_000);
    } else {
      from = startOver(lastReceived, settings.clock().instant());
    }
    for (var shape : shapes) {
      since.put(shape.rollup().name(), from);
    }
    fold(lastReceived);
    finish(settings);
  }

  /** Rollups declared anew are filled from the rows there are. */
  private Instant startOver(long lastReceived, Instant now) {
    for (var shape : shapes) {
      for (var level : Level.values()) {
        server.run(
            "truncate table "
                + table.layout().storage(shape.name(level))
                + table.layout().onCluster());
      }
    }
    watermark = 0;
    var raw = table.stream().tiers().raw();
    boolean all = lastReceived == 0 || raw == null;
    var from = all ? Kept.ALWAYS : now.atZone(ZoneOffset.UTC).minus(raw).toInstant();
    note(0, all ? 0 : Encoding.micros(from));
    return from;
  }

  /** Adds rows up to a receipt, unless questions under way leave no moment for it. */
  boolean foldIfPossible(long received, ClickHouseSettings settings) {
    try {
      if (!isNeeded() || (received <= watermark && !uncertain && !unfinished)) {
        return true;
      }
      if (!lock.writeLock().tryLock(LOCK_MILLIS, TimeUnit.MILLISECONDS)) {
        return false;
      }
      try {
        fold(received);
        if (unfinished) {
          finish(settings);
        }
        return true;
      } finally {
        lock.writeLock().unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (RuntimeException e) {
      LOG.warn("The rollups of {} could not be brought up to date", table.name(), e);
      return false;
    }
  }

  /** Runs a change of rows and buckets that no question may see half done. */
  void alone(Runnable change) {
    lock.writeLock().lock();
    try {
      change.run();
    } finally {
      lock.writeLock().unlock();
    }
  }

  /**
   * Takes rows away, or others into their place, and makes their buckets anew. That this is under
   * way is written down first, so that it is ended even when the process is not there to.
   *
   * @param times of the rows that are to go
   */
  void change(
      UUID tenant,
      Collection<Instant> times,
      ClickHouseSettings settings,
      long received,
      Runnable change) {
    if (!isNeeded() || times.isEmpty()) {
      change.run();
      return;
    }
    alone(
        () -> {
          fold(received);
          var minutes = new TreeSet<Instant>();
          times.forEach(time -> minutes.add(Buckets.floor(Level.MINUTE, time)));
          server.run(
              "insert into %s (stream, tenant_id, minutes) values ('%s', '%s', [%s])"
                  .formatted(
                      table.layout().table(PENDING),
                      table.name(),
                      tenant,
                      minutes.stream()
                          .map(minute -> String.valueOf(minute.getEpochSecond()))
                          .collect(Collectors.joining(", "))));
          unfinished = true;
          change.run();
          finish(settings);
        });
  }

  /** Makes anew what changes have left to do. */
  void finish(ClickHouseSettings settings) {
    record Change(UUID tenant, List<Instant> minutes) {}
    var changes =
        server.read(
            "select tenant_id, arrayStringConcat(minutes, ' ') from %s where stream = '%s'"
                .formatted(table.layout().table(PENDING), table.name()),
            row ->
                new Change(
                    row.getObject(1, UUID.class),
                    java.util.Arrays.stream(row.getString(2).split(" "))
                        .map(second -> Instant.ofEpochSecond(Long.parseLong(second)))
                        .toList()));
    for (var change : changes) {
      recompute(
          change.tenant(),
          change.minutes(),
          settings.retention().of(change.tenant(), table.stream()),
          settings.clock().instant());
    }
    if (!changes.isEmpty()) {
      server.run(
          "delete from %s%s where stream = '%s'"
              .formatted(table.layout().table(PENDING), table.layout().onCluster(), table.name()));
    }
    unfinished = false;
  }

  void fold(long received) {
    if (!isNeeded() || (received <= watermark && !uncertain)) {
      return;
    }
    boolean repair = uncertain;
    uncertain = true;
    for (var shape : shapes) {
      for (var level : Level.values()) {
        server.run(folding(shape, level, watermark, received, repair));
      }
    }
    note(received, 0);
    watermark = received;
    uncertain = false;
  }

  /** The rows of a span of receipt, in buckets; to repair, in those that do not have them yet. */
  String folding(Shape shape, Level level, long after, long upto, boolean repair) {
    var span =
        "received_at > %s and received_at <= %s"
            .formatted(EventTable.micros(after), EventTable.micros(upto));
    var select = shape.ofRows(level, table.table() + " where " + span);
    if (repair) {
      var keys = String.join(", ", shape.keys());
      select +=
          """
           having (%1$s) not in (
            select %1$s from %2$s group by %1$s having max(%3$s) > %4$s)"""
              .formatted(keys, shape.table(level), Shape.COUNTED, EventTable.micros(after));
    }
    return "insert into %s %s %s settings transform_null_in = 1"
        .formatted(shape.table(level), shape.columns(), select);
  }

  /**
   * Makes buckets anew that rows were taken from, each level from rows where those of the whole
   * bucket are kept and else from the level below.
   *
   * @param times of the rows that are gone
   */
  private void recompute(UUID tenant, Collection<Instant> times, Tiers tiers, Instant now) {
    var kept = new Kept(tiers, now, Map.of());
    for (var shape : shapes) {
      for (var level : Level.values()) {
        var buckets = new TreeSet<Instant>();
        times.forEach(time -> buckets.add(Buckets.floor(level, time)));
        var ofRows = buckets.stream().filter(start -> !start.isBefore(kept.rowsFrom())).toList();
        for (var some : chunks(ofRows)) {
          delete(shape, level, tenant, some);
          insert(shape, level, shape.ofRows(level, rowsIn(tenant, level, some)));
        }
        // Where a part of what a bucket counted is gone, what is kept of it is all there will be.
        var ofBelow =
            buckets.stream()
                .filter(start -> start.isBefore(kept.rowsFrom()) && isBelowKept(level, start, kept))
                .toList();
        for (var some : chunks(ofBelow)) {
          var below = Level.values()[level.ordinal() - 1];
          delete(shape, level, tenant, some);
          insert(shape, level, shape.ofBuckets(below, level, bucketsIn(tenant, level, some)));
        }
      }
    }
  }

  /** A change may touch very many buckets; a statement has room for so many. */
  private static List<List<Instant>> chunks(List<Instant> buckets) {
    return buckets.stream().gather(Gatherers.windowFixed(BUCKETS_AT_ONCE)).toList();
  }

  private void delete(Shape shape, Level level, UUID tenant, List<Instant> buckets) {
    server.run(
        "delete from %s%s where tenant_id = '%s' and %s in (%s)"
            .formatted(
                table.layout().storage(shape.name(level)),
                table.layout().onCluster(),
                tenant,
                Shape.BUCKET,
                buckets.stream()
                    .map(start -> "toDateTime(%d, 'UTC')".formatted(start.getEpochSecond()))
                    .collect(Collectors.joining(", "))));
  }

  private void insert(Shape shape, Level level, String select) {
    server.run("insert into " + shape.table(level) + " " + shape.columns() + " " + select);
  }

  private String rowsIn(UUID tenant, Level level, List<Instant> buckets) {
    var time = Layout.quoted(table.stream().time());
    return "%s where tenant_id = '%s' and received_at <= %s and (%s)"
        .formatted(
            table.table(),
            tenant,
            EventTable.micros(watermark),
            buckets.stream()
                .map(
                    start ->
                        "%1$s >= %2$s and %1$s < %3$s"
                            .formatted(
                                time,
                                EventTable.time(start),
                                EventTable.time(Buckets.next(level, start))))
                .collect(Collectors.joining(" or ")));
  }

  private static String bucketsIn(UUID tenant, Level level, List<Instant> buckets) {
    return "tenant_id = '%s' and (%s)"
        .formatted(
            tenant,
            buckets.stream()
                .map(
                    start ->
                        "%1$s >= toDateTime(%2$d, 'UTC') and %1$s < toDateTime(%3$d, 'UTC')"
                            .formatted(
                                Shape.BUCKET,
                                start.getEpochSecond(),
                                Buckets.next(level, start).getEpochSecond()))
                .collect(Collectors.joining(" or ")));
  }

  private static boolean isBelowKept(Level level, Instant bucket, Kept kept) {
    return level != Level.MINUTE
        && !bucket.isBefore(kept.bucketsFrom(Level.values()[level.ordinal() - 1]));
  }

  /** Reads with the buckets as they stand and the watermark they stand at. */
  <T> T reading(Reading<T> reading) {
    lock.readLock().lock();
    try {
      return reading.with(uncertain || unfinished ? Map.of() : Map.copyOf(since), watermark);
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Something that reads buckets. */
  interface Reading<T> {
    T with(Map<String, Instant> since, long watermark);
  }

  private void note(long upto, long since) {
    server.run(
        "insert into %s (stream, rollups, upto, since) values ('%s', %s, %s, %s)"
            .formatted(
                table.layout().table(PROGRESS),
                table.name(),
                definition(),
                EventTable.micros(upto),
                EventTable.micros(since)));
  }

  private String definition() {
    return "'" + shapes.stream().map(Shape::definition).toList() + "'";
  }
}
