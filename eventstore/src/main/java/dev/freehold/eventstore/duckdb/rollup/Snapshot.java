package dev.freehold.eventstore.duckdb.rollup;

import dev.freehold.eventstore.Stream;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** A connection within a transaction, and where it finds the rows of streams. */
public interface Snapshot {

  DuckDBConnection connection();

  /** A subquery of all rows of a stream, retired ones too, with tenant_id and received_at. */
  String rows(Stream stream);

  /** The latest receipt of the stream's rows in microseconds, or null when there are none. */
  @Nullable Long lastReceived(Stream stream) throws SQLException;

  /** A subquery of a tenant's rows that are kept and may be of a range of event times. */
  String rows(Stream stream, UUID tenant, Instant from, Instant to);

  /** A subquery of a tenant's rows that are kept, with tenant_id and received_at. */
  String rows(Stream stream, UUID tenant);
}
