package dev.freehold.eventstore.clickhouse;

import static dev.freehold.eventstore.clickhouse.Layout.quoted;

import dev.freehold.eventstore.intake.Rows;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Replaces and removes rows by their ids, and puts the buckets right. Runs on the writer thread.
 */
final class Rowwise {

  private static final int IDS_AT_ONCE = 1_000;

  private final Server server;
  private final Inserts inserts;
  private final Erasure erasure;
  private final ClickHouseSettings settings;

  Rowwise(Server server, Inserts inserts, Erasure erasure, ClickHouseSettings settings) {
    this.server = server;
    this.inserts = inserts;
    this.erasure = erasure;
    this.settings = settings;
  }

  /** Removes rows; the ids are new again afterwards. */
  long delete(Rolling rolling, UUID tenant, Collection<String> ids, long received) {
    var table = rolling.table();
    var found = find(table, tenant, ids);
    if (!found.isEmpty()) {
      rolling.change(
          tenant,
          found.values(),
          settings,
          received,
          () -> remove(table, tenant, found.keySet(), received + 1));
      erasure.forget(table, tenant, List.copyOf(found.keySet()));
    }
    return found.size();
  }

  /** Puts rows in the place of those with the same ids, the last one of each. */
  long correct(Rolling rolling, UUID tenant, Rows rows, EncodedRows encoded, long received) {
    var table = rolling.table();
    var wanted = new LinkedHashMap<String, Integer>();
    for (int i = 0; i < rows.count(); i++) {
      wanted.put(
          (String) java.util.Objects.requireNonNull(rows.row(i)[table.declaration().id()]), i);
    }
    var found = find(table, tenant, wanted.keySet());
    if (found.isEmpty()) {
      return 0;
    }
    var block = new Block(table, received);
    wanted.forEach(
        (id, at) -> {
          if (found.containsKey(id)) {
            block.put(encoded, at);
          }
        });
    rolling.change(
        tenant,
        found.values(),
        settings,
        received - 1,
        () -> {
          // The new rows first: what fails in between leaves a row twice, but never none.
          inserts.send(block);
          remove(table, tenant, found.keySet(), received);
        });
    return found.size();
  }

  /** Of the ids those that are there, with the time of their event. */
  private Map<String, Instant> find(EventTable table, UUID tenant, Collection<String> ids) {
    var found = new HashMap<String, Instant>();
    for (var some : slices(ids)) {
      server.each(
          "select %s, %s from %s where %s"
              .formatted(
                  quoted(table.stream().id()),
                  quoted(table.stream().time()),
                  table.table(),
                  those(table, tenant, some)),
          Map.of(),
          row ->
              found.put(
                  row.getString(1),
                  row.getObject(2, LocalDateTime.class).toInstant(ZoneOffset.UTC)));
    }
    return found;
  }

  private void remove(EventTable table, UUID tenant, Collection<String> ids, long before) {
    for (var some : slices(ids)) {
      var condition =
          those(table, tenant, some) + " and received_at < " + EventTable.micros(before);
      server.run(
          "delete from %s%s where %s"
              .formatted(table.storage(), table.layout().onCluster(), condition));
    }
  }

  private static String those(EventTable table, UUID tenant, List<String> ids) {
    return ids.stream()
        .map(Rowwise::literal)
        .collect(
            Collectors.joining(
                ", ",
                "tenant_id = '" + tenant + "' and " + quoted(table.stream().id()) + " in (",
                ")"));
  }

  private static String literal(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  private static List<List<String>> slices(Collection<String> ids) {
    var all = List.copyOf(ids);
    var slices = new ArrayList<List<String>>();
    for (int from = 0; from < all.size(); from += IDS_AT_ONCE) {
      slices.add(all.subList(from, Math.min(from + IDS_AT_ONCE, all.size())));
    }
    return slices;
  }
}
