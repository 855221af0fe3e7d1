package dev.freehold.eventstore.duckdb.segments;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * The list of live segments, in a table beside the hot rows and as immutable versions in memory.
 *
 * <p>An edit commits together with the rows that it takes from or gives to the hot table. A reader
 * first pins, then reads the version's number within its own transaction and takes the list of that
 * number, so that it sees each row exactly once. A file is given up when nobody has a version
 * pinned that may name it.
 */
public final class Catalogue {

  /** Holds the list; its rows name tenants, but are not theirs. */
  public static final String TABLE = "_segments";

  private record Retired(long since, List<Segment> segments, CompletableFuture<Void> gone) {}

  private final Consumer<List<Segment>> unlink;
  private final TreeMap<Long, Integer> pins = new TreeMap<>();
  private final Deque<Retired> retired = new ArrayDeque<>();
  private volatile Version current = Version.of(0, List.of());

  /** Being committed: a reader may see its rows an instant before it is {@link #current}. */
  private volatile @Nullable Version next;

  private Edit edit = Edit.NONE;
  private long issued;

  /**
   * Begins empty.
   *
   * @param unlink deletes the files of segments that nobody can see any more
   */
  public Catalogue(Consumer<List<Segment>> unlink) {
    this.unlink = unlink;
  }

  /** Creates the tables when they are missing, and reads them. */
  public void open(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(
          """
          create table if not exists _segments (
            file varchar not null, stream varchar not null, tenant_id uuid not null,
            first_day date not null, row_count bigint not null, byte_count bigint not null,
            column_count integer not null, first_time bigint not null, last_time bigint not null,
            last_received bigint not null)
          """);
      statement.execute("create table if not exists _segments_version (version bigint not null)");
      statement.execute(
          "create table if not exists _segments_cold (file varchar not null, sum varchar not null)");
      statement.execute("create table if not exists _segments_store (id varchar not null)");
      statement.execute(
          "insert into _segments_store select uuid()::varchar where not exists (from _segments_store)");
    }
    current = read(connection);
  }

  /** After the file was opened anew: finds out what became of the edit that was being committed. */
  public synchronized void reload(Connection connection) throws SQLException {
    var found = read(connection);
    var awaited = next;
    if (awaited != null && awaited.number() == found.number()) {
      var _ = published();
    }
    next = null;
    edit = Edit.NONE;
    current = found;
  }

  /** The segments that a bucket keeps: sums of their bytes by file. */
  public static Map<String, String> cold(Connection connection) throws SQLException {
    var sums = new HashMap<String, String>();
    try (var statement = connection.createStatement();
        var row = statement.executeQuery("select file, sum from _segments_cold")) {
      while (row.next()) {
        sums.put(row.getString(1), row.getString(2));
      }
    }
    return sums;
  }

  /** What tells this store from others that use the same bucket. */
  public static String store(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery("select id from _segments_store")) {
      row.next();
      return row.getString(1);
    }
  }

  /** Says, within the connection's transaction, that a bucket keeps these live segments. */
  public static void markCold(Connection connection, Map<String, String> sums) throws SQLException {
    delete(connection, "_segments_cold", List.copyOf(sums.keySet()));
    try (var insert =
        connection.prepareStatement(
            "insert into _segments_cold select ?, ? where ? in (select file from _segments)")) {
      for (var each : sums.entrySet()) {
        insert.setString(1, each.getKey());
        insert.setString(2, each.getValue());
        insert.setString(3, each.getKey());
        insert.executeUpdate();
      }
    }
  }

  public Version current() {
    return current;
  }

  /** Keeps the files of the current version and later ones until {@link #unpin}. */
  public synchronized long pin() {
    long number = current.number();
    pins.merge(number, 1, Integer::sum);
    return number;
  }

  public synchronized void unpin(long number) {
    pins.computeIfPresent(number, (_, count) -> count == 1 ? null : count - 1);
    release();
  }

  /**
   * The version that the connection's transaction sees, or null when it came and went meanwhile.
   */
  public @Nullable Version seenBy(PreparedStatement number) throws SQLException {
    // Before the current one: what is being committed becomes current, never the other way.
    var coming = next;
    var now = current;
    try (var row = number.executeQuery()) {
      long seen = row.next() ? row.getLong(1) : 0;
      if (seen == now.number()) {
        return now;
      }
      if (coming != null && seen == coming.number()) {
        return coming;
      }
    }
    return null;
  }

  /** The statement for {@link #seenBy}. */
  public static String numberQuery() {
    return "select version from _segments_version";
  }

  /** What an edit would make of the current version. */
  public Version after(Edit change) {
    return current.after(current.number() + 1, change);
  }

  /** Writes an edit within the connection's transaction. */
  public void write(Connection connection, Edit change) throws SQLException {
    // A number that was rolled back is not used again: somebody may still expect it.
    issued = Math.max(issued, current.number()) + 1;
    var version = current.after(issued, change);
    insert(connection, change.added());
    var removed = change.removed().stream().map(Segment::file).toList();
    delete(connection, TABLE, removed);
    delete(connection, "_segments_cold", removed);
    try (var statement = connection.createStatement()) {
      // An update instead would keep checkpoints waiting for every reader that is older.
      statement.execute("delete from _segments_version");
      statement.execute("insert into _segments_version values (" + version.number() + ")");
    }
    edit = change;
    next = version;
  }

  /**
   * Makes what {@link #write} wrote current, once it is committed.
   *
   * @return completes when the files that it removed are deleted
   */
  public synchronized CompletableFuture<Void> published() {
    var version = next;
    if (version == null) {
      return CompletableFuture.completedFuture(null);
    }
    var gone = new CompletableFuture<Void>();
    retired.add(new Retired(version.number(), edit.removed(), gone));
    current = version;
    next = null;
    edit = Edit.NONE;
    release();
    return gone;
  }

  /** Forgets what {@link #write} wrote, once it is rolled back. */
  public void rolledBack() {
    next = null;
    edit = Edit.NONE;
  }

  private void release() {
    long oldest = pins.isEmpty() ? Long.MAX_VALUE : pins.firstKey();
    while (!retired.isEmpty() && retired.peek().since() <= oldest) {
      var free = retired.remove();
      unlink.accept(free.segments());
      free.gone().complete(null);
    }
  }

  private static Version read(Connection connection) throws SQLException {
    var found = new ArrayList<Segment>();
    long number = 0;
    try (var statement = connection.createStatement()) {
      try (var row = statement.executeQuery("select * from _segments")) {
        while (row.next()) {
          found.add(
              new Segment(
                  row.getString(1),
                  row.getString(2),
                  row.getObject(3, UUID.class),
                  row.getObject(4, LocalDate.class),
                  row.getLong(5),
                  row.getLong(6),
                  row.getInt(7),
                  row.getLong(8),
                  row.getLong(9),
                  row.getLong(10)));
        }
      }
      try (var row = statement.executeQuery(numberQuery())) {
        if (row.next()) {
          number = row.getLong(1);
        }
      }
    }
    return Version.of(number, found);
  }

  private static void insert(Connection connection, List<Segment> added) throws SQLException {
    if (added.isEmpty()) {
      return;
    }
    // A batch of statements instead would begin a transaction of its own.
    try (var appender = connection.unwrap(DuckDBConnection.class).createAppender("_segments")) {
      for (var segment : added) {
        appender.beginRow();
        appender.append(segment.file());
        appender.append(segment.stream());
        appender.append(segment.tenant());
        appender.append(segment.partition());
        appender.append(segment.rows());
        appender.append(segment.bytes());
        appender.append(segment.columns());
        appender.append(segment.first());
        appender.append(segment.last());
        appender.append(segment.received());
        appender.endRow();
      }
    }
  }

  private static void delete(Connection connection, String table, List<String> files)
      throws SQLException {
    if (files.isEmpty()) {
      return;
    }
    try (var delete =
        connection.prepareStatement("delete from " + table + " where file in (select unnest(?))")) {
      delete.setArray(1, connection.createArrayOf("VARCHAR", files.toArray()));
      delete.execute();
    }
  }
}
