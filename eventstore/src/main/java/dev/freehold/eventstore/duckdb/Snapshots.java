package dev.freehold.eventstore.duckdb;

import dev.freehold.eventstore.EventStoreUnavailable;
import dev.freehold.eventstore.duckdb.segments.Catalogue;
import dev.freehold.eventstore.duckdb.segments.ColdFiles;
import dev.freehold.eventstore.duckdb.segments.Version;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** Lends a connection with a reading transaction begun, and the segments that belong to it. */
final class Snapshots {

  /** What is done within the transaction. */
  @FunctionalInterface
  interface Use<T, E extends Exception> {
    T with(DuckDBConnection connection, Version version) throws E, SQLException;
  }

  private final AtomicReference<@Nullable Database> current;
  private final Catalogue catalogue;
  private final ColdFiles cold;

  Snapshots(AtomicReference<@Nullable Database> current, Catalogue catalogue, ColdFiles cold) {
    this.cold = cold;
    this.current = current;
    this.catalogue = catalogue;
  }

  /** A connection whose use failed is not lent again. */
  <T, E extends Exception> T read(Use<T, E> use) throws E, SQLException {
    long reader = cold.enter();
    long pin = catalogue.pin();
    try {
      while (true) {
        var database = database();
        var connection = database.borrow();
        if (connection == null) {
          // An erasure swapped the instance between the look and the loan.
          continue;
        }
        boolean whole = false;
        try {
          var version = begin(connection);
          if (version != null) {
            var result = use.with(connection, version);
            execute(connection, "rollback");
            whole = true;
            return result;
          }
        } finally {
          database.giveBack(connection, whole);
        }
      }
    } finally {
      catalogue.unpin(pin);
      cold.leave(reader);
    }
  }

  private @Nullable Version begin(DuckDBConnection connection) throws SQLException {
    execute(connection, "begin transaction");
    try (var number = connection.prepareStatement(Catalogue.numberQuery())) {
      return catalogue.seenBy(number);
    }
  }

  private Database database() {
    var database = current.get();
    if (database == null) {
      throw new EventStoreUnavailable("the event store is not open now");
    }
    return database;
  }

  private static void execute(DuckDBConnection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
