package dev.freehold.eventstore.duckdb.rollup;

import dev.freehold.eventstore.Stream;
import java.util.UUID;
import org.duckdb.DuckDBConnection;

/** A connection within a transaction, and where it finds the rows of streams. */
public interface Snapshot {

  DuckDBConnection connection();

  /** A subquery of all rows of a stream, retired ones too, with tenant_id and received_at. */
  String rows(Stream stream);

  /** A subquery of a tenant's rows that are kept, with tenant_id and received_at. */
  String rows(Stream stream, UUID tenant);
}
