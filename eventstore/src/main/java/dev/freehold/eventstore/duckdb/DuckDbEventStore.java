package dev.freehold.eventstore.duckdb;

import dev.freehold.eventstore.Appended;
import dev.freehold.eventstore.Batch;
import dev.freehold.eventstore.EventStore;
import dev.freehold.eventstore.EventStoreUnavailable;
import dev.freehold.eventstore.Query;
import dev.freehold.eventstore.RowMapper;
import dev.freehold.eventstore.Stream;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Events in one DuckDB file. */
public final class DuckDbEventStore implements EventStore {

  private final StoreFiles files;
  private final Map<String, EventTable> tables;
  private final AtomicReference<@Nullable Database> current;
  private final WorkQueue queue;
  private final Queries queries;
  private final Thread writer;
  private boolean closed;

  private DuckDbEventStore(
      StoreFiles files,
      Map<String, EventTable> tables,
      AtomicReference<@Nullable Database> current,
      DuckDbSettings settings)
      throws SQLException {
    this.files = files;
    this.tables = tables;
    this.current = current;
    var recent = new RecentIds();
    var instance = new Instance(files, settings, current);
    var erasure = new Erasure(files, instance, recent);
    instance.open(List.copyOf(tables.values()), recent);
    queries = new Queries(current, tables, new QueryCheck(instance.tables()), settings.queries());
    instance.onTrouble(queries::cancelAll);
    queue = new WorkQueue(settings.queuedRows(), settings.queuedBytes());
    if (erasure.isInterrupted()) {
      queue.add(new Work.Wake());
    }
    writer =
        Thread.ofPlatform()
            .daemon()
            .name("eventstore-writer")
            .start(new Writer(queue, instance, recent, settings, erasure));
  }

  /** Opens the store with {@link DuckDbSettings#defaults()}. */
  public static DuckDbEventStore open(Path dir, List<Stream> streams) {
    return open(dir, streams, DuckDbSettings.defaults());
  }

  /**
   * Opens or creates the store in a directory of its own.
   *
   * @throws IllegalArgumentException when a stream is badly declared or does not fit its table
   * @throws EventStoreUnavailable when the directory is in use or cannot be read
   */
  public static DuckDbEventStore open(Path dir, List<Stream> streams, DuckDbSettings settings) {
    var tables = new LinkedHashMap<String, EventTable>();
    for (var stream : streams) {
      if (tables.put(stream.name(), new EventTable(stream)) != null) {
        throw new IllegalArgumentException("stream " + stream.name() + " is declared twice");
      }
    }
    try {
      return open(StoreFiles.open(dir.toAbsolutePath()), tables, settings);
    } catch (IOException | SQLException e) {
      throw new EventStoreUnavailable(
          "the event store in " + dir + " cannot be opened: " + e.getMessage(), e);
    }
  }

  private static DuckDbEventStore open(
      StoreFiles files, Map<String, EventTable> tables, DuckDbSettings settings)
      throws IOException, SQLException {
    var current = new AtomicReference<@Nullable Database>();
    try {
      return new DuckDbEventStore(files, tables, current, settings);
    } catch (SQLException | RuntimeException e) {
      var opened = current.get();
      if (opened != null) {
        opened.retire();
      }
      files.close();
      throw e;
    }
  }

  @Override
  public CompletableFuture<Appended> append(UUID tenant, Batch batch) {
    var rows = new Rows(table(batch.stream()), tenant, batch);
    if (rows.count() == 0) {
      return CompletableFuture.completedFuture(new Appended(0, new BitSet()));
    }
    var done = new CompletableFuture<Appended>();
    queue.add(new Work.Append(rows, done));
    return done;
  }

  @Override
  public <T> List<T> query(UUID tenant, Query query, Duration limit, RowMapper<T> mapper) {
    return queries.run(tenant, query, limit, mapper);
  }

  @Override
  public long erase(UUID tenant, Stream stream, String person) {
    var done = new CompletableFuture<Long>();
    queue.add(new Work.Erase(table(stream), tenant, person, done));
    try {
      return done.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof EventStoreUnavailable unavailable) {
        throw unavailable;
      }
      throw e;
    }
  }

  @Override
  public boolean isWritable() {
    return current.get() != null && !queue.isClosed() && !queue.isFull();
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    queue.close();
    queries.close();
    try {
      writer.join();
      var last = current.getAndSet(null);
      if (last != null) {
        last.retire().join();
      }
      files.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new EventStoreUnavailable("the event store's lock could not be released", e);
    }
  }

  private EventTable table(Stream stream) {
    var table = tables.get(stream.name());
    if (table == null || !table.stream().equals(stream)) {
      throw new IllegalArgumentException(
          "stream " + stream.name() + " is not declared like this in the store");
    }
    return table;
  }
}
