package dev.freehold.eventstore.duckdb;

import dev.freehold.eventstore.Retention;
import dev.freehold.eventstore.Stream;
import dev.freehold.eventstore.duckdb.rollup.Engine;
import dev.freehold.eventstore.duckdb.rollup.Snapshot;
import dev.freehold.eventstore.duckdb.segments.Catalogue;
import dev.freehold.eventstore.duckdb.segments.Edit;
import dev.freehold.eventstore.duckdb.segments.Segment;
import dev.freehold.eventstore.duckdb.segments.Version;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** The store as its rollups see it. */
final class RolledStore implements Engine {

  private final Map<String, EventTable> tables;
  private final Snapshots snapshots;
  private final Transactions transactions;
  private final Instance instance;
  private final Catalogue catalogue;
  private final TenantRows rows;
  private final Retention retention;
  private final InstantSource clock;

  RolledStore(
      Map<String, EventTable> tables,
      Snapshots snapshots,
      Transactions transactions,
      Instance instance,
      Catalogue catalogue,
      TenantRows rows,
      Retention retention,
      InstantSource clock) {
    this.tables = tables;
    this.snapshots = snapshots;
    this.transactions = transactions;
    this.instance = instance;
    this.catalogue = catalogue;
    this.rows = rows;
    this.retention = retention;
    this.clock = clock;
  }

  @Override
  public <T> T read(Work<T> work) throws SQLException {
    return snapshots.<T, SQLException>read(
        (connection, version) -> work.run(snapshot(connection, version)));
  }

  @Override
  public <T> T change(Work<T> work) {
    var results = new ArrayList<T>();
    var _ =
        transactions.commit(
            connection -> {
              results.add(work.run(snapshot(connection, catalogue.current())));
              return Edit.NONE;
            });
    return results.getFirst();
  }

  Snapshot snapshot(Connection connection, Version version) {
    return new Seen((DuckDBConnection) connection, version);
  }

  @Override
  public Object database() {
    return instance.database();
  }

  @Override
  public Retention retention() {
    return retention;
  }

  @Override
  public InstantSource clock() {
    return clock;
  }

  private final class Seen implements Snapshot {
    private final DuckDBConnection connection;
    private final Version version;

    Seen(DuckDBConnection connection, Version version) {
      this.connection = connection;
      this.version = version;
    }

    @Override
    public DuckDBConnection connection() {
      return connection;
    }

    @Override
    public String rows(Stream stream) {
      return rows.ofAll(table(stream), version);
    }

    @Override
    public @Nullable Long lastReceived(Stream stream) throws SQLException {
      long last =
          version.of(stream.name()).values().stream()
              .flatMap(List::stream)
              .mapToLong(Segment::received)
              .max()
              .orElse(Long.MIN_VALUE);
      try (var statement = connection.createStatement();
          var row =
              statement.executeQuery(
                  "select epoch_us(max(%s)) from %s"
                      .formatted(EventTable.RECEIVED, EventTable.quoted(stream.name())))) {
        row.next();
        long hot = row.getLong(1);
        last = row.wasNull() ? last : Math.max(last, hot);
      }
      return last == Long.MIN_VALUE ? null : (Long) last;
    }

    @Override
    public String rows(Stream stream, UUID tenant, Instant from, Instant to) {
      return rows.within(table(stream), tenant, version, Group.micros(from), Group.micros(to));
    }

    @Override
    public String rows(Stream stream, UUID tenant) {
      return rows.withOwn(table(stream), tenant, version);
    }

    private EventTable table(Stream stream) {
      var table = tables.get(stream.name());
      if (table == null) {
        throw new IllegalArgumentException("stream " + stream.name() + " is not declared");
      }
      return table;
    }
  }
}
