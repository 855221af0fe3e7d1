package dev.freehold.eventstore.duckdb;

import dev.freehold.eventstore.Batch;
import dev.freehold.eventstore.duckdb.segments.Catalogue;
import dev.freehold.eventstore.duckdb.segments.Edit;
import dev.freehold.eventstore.duckdb.segments.Version;
import dev.freehold.eventstore.intake.Fingerprint;
import dev.freehold.eventstore.intake.RecentIds;
import dev.freehold.eventstore.intake.Rows;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * Removes and replaces single rows, hot or sealed, in one transaction. What a row is replaced by
 * keeps the moment of receipt and is hot again.
 */
final class Corrections {

  /** Is told what changed, within the transaction. */
  @FunctionalInterface
  interface Touched {
    Touched NOBODY = (_, _, _, _, _) -> {};

    /**
     * Rows of these event times, in microseconds, went or came.
     *
     * @param version the segments as they are after the change; hot rows are changed already
     */
    void at(Connection connection, Version version, EventTable table, UUID tenant, long[] times)
        throws SQLException;
  }

  private final Maintenance maintenance;
  private final Rewriting rewriting;
  private final Transactions transactions;
  private final Instance instance;
  private final Catalogue catalogue;
  private final RecentIds recent;
  private final Touched touched;

  Corrections(
      Maintenance maintenance,
      Rewriting rewriting,
      Transactions transactions,
      Instance instance,
      Catalogue catalogue,
      RecentIds recent,
      Touched touched) {
    this.maintenance = maintenance;
    this.rewriting = rewriting;
    this.transactions = transactions;
    this.instance = instance;
    this.catalogue = catalogue;
    this.recent = recent;
    this.touched = touched;
  }

  /** Removes rows by id and says how many; their ids are new again. */
  long delete(EventTable table, UUID tenant, Collection<String> ids) {
    return replace(table, tenant, ids, Map.of());
  }

  /** Replaces the rows of the same ids, the last of a batch where it has several of one id. */
  long correct(EventTable table, UUID tenant, Batch batch) {
    var checked = new Rows(table.declaration(), tenant, batch);
    var byId = new LinkedHashMap<String, @Nullable Object[]>();
    for (int i = 0; i < checked.count(); i++) {
      byId.put(
          (String) Objects.requireNonNull(checked.row(i)[table.declaration().id()]),
          checked.row(i));
    }
    return replace(table, tenant, byId.keySet(), byId);
  }

  private long replace(
      EventTable table,
      UUID tenant,
      Collection<String> ids,
      Map<String, @Nullable Object[]> replacements) {
    if (ids.isEmpty()) {
      return 0;
    }
    var unwanted = new Rewriting.Unwanted(table, tenant, table.stream().id(), List.copyOf(ids));
    return maintenance.ask(() -> replace(unwanted, replacements));
  }

  private long replace(Rewriting.Unwanted unwanted, Map<String, @Nullable Object[]> replacements)
      throws SQLException, IOException {
    var rewritten = rewriting.without(List.of(unwanted));
    try {
      instance.markResidue();
      var gone = new ArrayList<>(rewritten.gone().getFirst());
      var _ =
          transactions.commit(
              connection -> {
                gone.addAll(deleteHot(connection, unwanted));
                insertHot(connection, unwanted, gone, replacements);
                tell(connection, unwanted, rewritten.edit(), gone, replacements);
                return rewritten.edit();
              },
              () -> forget(unwanted, replacements.isEmpty() ? gone : List.of()));
      return gone.size();
    } catch (IOException | RuntimeException e) {
      rewriting.discard(rewritten.edit());
      throw e;
    }
  }

  private static List<Rewriting.Gone> deleteHot(Connection connection, Rewriting.Unwanted unwanted)
      throws SQLException {
    var stream = unwanted.table().stream();
    var gone = new ArrayList<Rewriting.Gone>();
    try (var delete =
        connection.prepareStatement(
            """
            delete from %s where tenant_id = ? and %s in (select unnest(?))
            returning %2$s, epoch_us(%s), epoch_us(%s)
            """
                .formatted(
                    EventTable.quoted(stream.name()),
                    EventTable.quoted(stream.id()),
                    EventTable.quoted(stream.time()),
                    EventTable.RECEIVED))) {
      delete.setObject(1, unwanted.tenant());
      delete.setArray(2, connection.createArrayOf("VARCHAR", unwanted.values().toArray()));
      try (var row = delete.executeQuery()) {
        while (row.next()) {
          var id = row.getString(1);
          gone.add(new Rewriting.Gone(id, id, row.getLong(2), row.getLong(3)));
        }
      }
    }
    return gone;
  }

  private void insertHot(
      Connection connection,
      Rewriting.Unwanted unwanted,
      List<Rewriting.Gone> gone,
      Map<String, @Nullable Object[]> replacements)
      throws SQLException {
    if (replacements.isEmpty() || gone.isEmpty()) {
      return;
    }
    // An id that was received again after its seven days stands for several rows: all are replaced.
    var table = unwanted.table();
    var group =
        new HotRows(connection.unwrap(DuckDBConnection.class), table, instance.columnsOf(table));
    try (group) {
      for (var row : gone) {
        var values = replacements.get(row.id());
        if (values != null) {
          group.add(unwanted.tenant(), row.received(), values);
        }
      }
    }
  }

  private void tell(
      Connection connection,
      Rewriting.Unwanted unwanted,
      Edit edit,
      List<Rewriting.Gone> gone,
      Map<String, @Nullable Object[]> replacements)
      throws SQLException {
    if (gone.isEmpty()) {
      return;
    }
    int time = unwanted.table().indexOf(unwanted.table().stream().time());
    var times = new HashMap<Long, Boolean>();
    for (var row : gone) {
      times.put(row.time(), true);
      var values = replacements.get(row.id());
      if (values != null) {
        times.put(Group.micros((Instant) Objects.requireNonNull(values[time])), true);
      }
    }
    touched.at(
        connection,
        catalogue.after(edit),
        unwanted.table(),
        unwanted.tenant(),
        times.keySet().stream().mapToLong(Long::longValue).sorted().toArray());
  }

  private void forget(Rewriting.Unwanted unwanted, List<Rewriting.Gone> gone) {
    var fingerprint = new Fingerprint(unwanted.table().name());
    for (var row : gone) {
      fingerprint.of(unwanted.tenant(), row.id());
      recent.remove(fingerprint.high(), fingerprint.low());
    }
  }
}
