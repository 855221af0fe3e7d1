package dev.freehold.eventstore.duckdb;

import dev.freehold.eventstore.duckdb.segments.Edit;
import dev.freehold.eventstore.duckdb.segments.Segment;
import dev.freehold.eventstore.duckdb.segments.SegmentFiles;
import dev.freehold.eventstore.duckdb.segments.SegmentWriter;
import dev.freehold.eventstore.duckdb.segments.Version;
import dev.freehold.eventstore.intake.RecentIds;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.UUID;

/** Writes segments anew without some of their rows. */
final class Rewriting {

  /**
   * Which rows are to go.
   *
   * @param column a TEXT column
   */
  record Unwanted(EventTable table, UUID tenant, String column, Collection<String> values) {}

  /**
   * A row that is left out.
   *
   * @param value of the column that was searched
   * @param time of the event, in microseconds
   * @param received in microseconds
   */
  record Gone(String value, String id, long time, long received) {}

  /** What to commit, and one list of rows for each request. */
  record Rewritten(Edit edit, List<List<Gone>> gone) {}

  private record Found(List<Segment> segments, List<Gone> gone) {}

  private final Snapshots snapshots;
  private final Instance instance;
  private final TenantRows rows;
  private final SegmentFiles files;
  private final SegmentWriter writer;

  Rewriting(Snapshots snapshots, Instance instance, TenantRows rows, SegmentFiles files) {
    this.snapshots = snapshots;
    this.instance = instance;
    this.rows = rows;
    this.files = files;
    writer = new SegmentWriter(files);
  }

  /** Requests must be of different tenants or streams. */
  Rewritten without(List<Unwanted> requests) throws SQLException, IOException {
    var edit = Edit.NONE;
    var gone = new ArrayList<List<Gone>>();
    try {
      for (var request : requests) {
        var found = new ArrayList<Gone>();
        edit =
            edit.and(
                snapshots.<Edit, IOException>read(
                    (connection, version) -> rewrite(connection, version, request, found)));
        gone.add(found);
      }
      return new Rewritten(edit, gone);
    } catch (SQLException | IOException | RuntimeException e) {
      discard(edit);
      throw e;
    }
  }

  /** The ids of a tenant's sealed rows that are remembered against being sent again. */
  List<String> recentIds(EventTable table, UUID tenant) throws SQLException {
    long since = (instance.today() - RecentIds.DAYS_KEPT) * Group.MICROS_PER_DAY;
    return snapshots.<List<String>, SQLException>read(
        (connection, version) -> {
          var ids = new ArrayList<String>();
          var segments =
              version.of(table.name(), tenant).stream()
                  .filter(segment -> segment.received() >= since)
                  .toList();
          var columns = List.of(table.stream().id());
          for (var select : rows.sealed(table, columns, segments)) {
            try (var statement = connection.createStatement();
                var row = statement.executeQuery(select)) {
              while (row.next()) {
                ids.add(row.getString(1));
              }
            }
          }
          return ids;
        });
  }

  void discard(Edit edit) {
    instance.discard(edit.added());
  }

  private Edit rewrite(Connection connection, Version version, Unwanted request, List<Gone> gone)
      throws SQLException, IOException {
    var segments = version.of(request.table().name(), request.tenant());
    if (segments.isEmpty() || request.values().isEmpty()) {
      return Edit.NONE;
    }
    remember(connection, request.values());
    var found = find(connection, request, segments);
    gone.addAll(found.gone());
    if (found.segments().isEmpty()) {
      return Edit.NONE;
    }
    var columns = instance.columnsOf(request.table());
    var kept = String.join(" union all ", rows.sealed(request.table(), columns, found.segments()));
    var sql =
        "select * from (%s) where %s is null or %2$s not in (from _unwanted)"
            .formatted(kept, EventTable.quoted(request.column()));
    return new Edit(
        writer.write(connection, request.table().stream(), columns, sql), found.segments());
  }

  /** In a table of the connection's own that goes with its transaction. */
  private static void remember(Connection connection, Collection<String> values)
      throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("create temp table _unwanted (value varchar not null)");
    }
    try (var insert = connection.prepareStatement("insert into _unwanted select unnest(?)")) {
      insert.setArray(1, connection.createArrayOf("VARCHAR", values.toArray()));
      insert.execute();
    }
  }

  private Found find(Connection connection, Unwanted request, List<Segment> segments)
      throws SQLException {
    var stream = request.table().stream();
    var columns =
        new LinkedHashSet<>(
            List.of(request.column(), stream.id(), stream.time(), EventTable.RECEIVED));
    var sealed = rows.sealedWithFile(request.table(), List.copyOf(columns), segments);
    var paths = new HashSet<String>();
    var gone = new ArrayList<Gone>();
    try (var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "select %s, %s, epoch_us(%s), epoch_us(%s), %s from (%s) where %1$s in (from _unwanted)"
                    .formatted(
                        EventTable.quoted(request.column()),
                        EventTable.quoted(stream.id()),
                        EventTable.quoted(stream.time()),
                        EventTable.RECEIVED,
                        TenantRows.FILE,
                        String.join(" union all ", sealed)))) {
      while (row.next()) {
        gone.add(new Gone(row.getString(1), row.getString(2), row.getLong(3), row.getLong(4)));
        paths.add(row.getString(5));
      }
    }
    var hit = segments.stream().filter(s -> paths.contains(files.path(s).toString())).toList();
    return new Found(hit, gone);
  }
}
