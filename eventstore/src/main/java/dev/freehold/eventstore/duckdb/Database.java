package dev.freehold.eventstore.duckdb;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * One open DuckDB instance: the writer's connection and the readers'. Once retired it lends no more
 * connections, and closes when the last one comes back.
 */
final class Database {

  private final DuckDBConnection writer;
  private final DuckDBConnection otherWriter;
  private final Path file;
  private final Deque<DuckDBConnection> idle = new ArrayDeque<>();
  private final CompletableFuture<@Nullable Void> closed = new CompletableFuture<>();
  private int lent;
  private boolean retired;

  private Database(DuckDBConnection writer, DuckDBConnection otherWriter, Path file) {
    this.writer = writer;
    this.otherWriter = otherWriter;
    this.file = file;
  }

  /**
   * Opens or creates the file; no statement can reach another one, apart from segments and {@code
   * next}, which an erasure attaches.
   */
  static Database open(StoreFiles files, DuckDbSettings settings) throws SQLException {
    var file = files.database();
    var properties = new Properties();
    properties.put("memory_limit", settings.memoryBytes() + "B");
    properties.put("threads", String.valueOf(settings.threads()));
    properties.put("temp_directory", files.spill().toString());
    properties.put("autoinstall_known_extensions", "false");
    properties.put("autoload_known_extensions", "false");
    properties.put("allow_community_extensions", "false");
    // Checkpoints are the writer's own step after it answered: a failing one fails no commit.
    properties.put("checkpoint_threshold", "1TB");
    var connection =
        (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:" + file, properties);
    try {
      confine(connection, files);
      return new Database(connection, connection.duplicate(), file);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** For the writer thread. */
  DuckDBConnection writer() {
    return writer;
  }

  /** For the writer thread to fill a group while the one before is being committed. */
  DuckDBConnection otherWriter() {
    return otherWriter;
  }

  Path file() {
    return file;
  }

  /** A connection for one query, or null when retired. */
  synchronized @Nullable DuckDBConnection borrow() throws SQLException {
    if (retired) {
      return null;
    }
    var connection = idle.poll();
    if (connection == null) {
      connection = writer.duplicate();
    }
    lent++;
    return connection;
  }

  /** Takes a connection back; one whose query was cut short is not lent again. */
  synchronized void giveBack(DuckDBConnection connection, boolean whole) {
    lent--;
    if (whole && !retired) {
      idle.push(connection);
    } else {
      closeQuietly(connection);
    }
    closeWhenUnused();
  }

  /** Completes when the instance was retired, nobody uses it any more and it is closed. */
  CompletableFuture<@Nullable Void> closed() {
    return closed;
  }

  synchronized CompletableFuture<@Nullable Void> retire() {
    retired = true;
    closeWhenUnused();
    return closed;
  }

  void execute(String sql) throws SQLException {
    try (var statement = writer.createStatement()) {
      statement.execute(sql);
    }
  }

  private void closeWhenUnused() {
    if (!retired || lent > 0 || closed.isDone()) {
      return;
    }
    idle.forEach(Database::closeQuietly);
    closeQuietly(otherWriter);
    closeQuietly(writer);
    closed.complete(null);
  }

  private static void confine(DuckDBConnection connection, StoreFiles files) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(
          """
          set allowed_paths = ['%1$s', '%1$s.wal', '%1$s.wal.checkpoint', '%1$s.wal.recovery']
          """
              .formatted(files.next().toString().replace("'", "''")));
      statement.execute(
          "set allowed_directories = ['%s']"
              .formatted(files.segments().toString().replace("'", "''")));
      // A segment's file never changes and its name is never used again.
      statement.execute("set parquet_metadata_cache = true");
      statement.execute("set enable_external_access = false");
      statement.execute("set lock_configuration = true");
    }
  }

  private static void closeQuietly(DuckDBConnection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // A broken instance cannot be closed better, and its file is opened anew.
    }
  }
}
