package dev.freehold.eventstore.duckdb;

import dev.freehold.eventstore.EventStoreUnavailable;
import dev.freehold.eventstore.duckdb.rollup.Rollups;
import dev.freehold.eventstore.duckdb.segments.Catalogue;
import dev.freehold.eventstore.duckdb.segments.Edit;
import dev.freehold.eventstore.intake.Fingerprint;
import dev.freehold.eventstore.intake.RecentIds;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes persons' hot rows and the segments that held them, and then writes what is left of the
 * database file to a new one, because a deleted or sealed row stays in the old one's free blocks
 * and log. All that are asked for together share one rewrite.
 */
final class Erasure {

  private static final Logger LOG = LoggerFactory.getLogger(Erasure.class);

  private final StoreFiles files;
  private final Instance instance;
  private final Catalogue catalogue;
  private final RecentIds recent;
  private final RolledStore rolled;
  private final Rollups rollups;

  private boolean resume;

  Erasure(
      StoreFiles files,
      Instance instance,
      Catalogue catalogue,
      RecentIds recent,
      RolledStore rolled,
      Rollups rollups) {
    this.files = files;
    this.instance = instance;
    this.catalogue = catalogue;
    this.recent = recent;
    this.rolled = rolled;
    this.rollups = rollups;
    resume = files.isMarked(StoreFiles.ERASING);
  }

  /** Whether the last process ended between an erasure's delete and its rewrite. */
  boolean isInterrupted() {
    return resume;
  }

  /** Finishes what the last process began. */
  void resume() {
    run(new Work.Erase(List.of(), List.of(), Edit.NONE, new CompletableFuture<>()));
  }

  void run(Work.Erase request) {
    resume = false;
    try {
      var counts = new ArrayList<Long>();
      var gone = delete(request, counts);
      if (files.isMarked(StoreFiles.ERASING) || files.isMarked(StoreFiles.RESIDUE)) {
        rewrite(request, counts, gone);
      } else {
        gone.thenRun(() -> complete(request, counts));
      }
      request.written().complete(true);
    } catch (SQLException | IOException | RuntimeException e) {
      LOG.warn("An erasure of {} persons failed", request.persons().size(), e);
      instance.reopen();
      fail(request, e);
    }
  }

  /** Completes when the segments that held them are deleted. */
  private CompletableFuture<Void> delete(Work.Erase request, List<Long> counts)
      throws SQLException, IOException {
    var database = instance.database();
    var forgotten = new ArrayList<long[]>();
    database.execute("begin transaction");
    var touched = new ArrayList<long[]>();
    for (var person : request.persons()) {
      touched.add(times(database, person));
    }
    for (int i = 0; i < request.persons().size(); i++) {
      int before = forgotten.size();
      var person = request.persons().get(i);
      delete(database, person, forgotten);
      forget(person, request.sealed().get(i), forgotten);
      counts.add((long) forgotten.size() - before);
    }
    for (var tenant : tenants(request)) {
      // What rollups keep is among these tables.
      instance.tenantTables().delete(database.writer(), tenant);
      rollups.forgotten();
    }
    if (!request.edit().isEmpty()) {
      catalogue.write(database.writer(), request.edit());
    }
    for (int i = 0; i < request.persons().size(); i++) {
      recompute(database, request.persons().get(i), request.edit(), touched.get(i));
    }
    if (!forgotten.isEmpty() || !tenants(request).isEmpty()) {
      files.mark(StoreFiles.ERASING);
    }
    database.execute("commit");
    // Nothing of an erased row is kept, not even its fingerprint: its id is new again.
    forgotten.forEach(id -> recent.remove(id[0], id[1]));
    return catalogue.published();
  }

  /** Who is to be erased whole, with a request per stream. */
  private static Set<UUID> tenants(Work.Erase request) {
    return request.persons().stream()
        .filter(person -> person.person() == null)
        .map(Work.Person::tenant)
        .collect(Collectors.toSet());
  }

  /** When events of a person's rows were, before these are deleted. */
  private long[] times(Database database, Work.Person person) throws SQLException {
    var stream = person.table().stream();
    var name = person.person();
    if (name == null || stream.rollups().isEmpty()) {
      return new long[0];
    }
    var seen = rolled.snapshot(database.writer(), catalogue.current());
    return rollups.times(seen, stream, person.tenant(), name);
  }

  private void recompute(Database database, Work.Person person, Edit edit, long[] times)
      throws SQLException {
    var stream = person.table().stream();
    var name = person.person();
    if (name != null && !stream.rollups().isEmpty()) {
      rollups.forgetPerson(database.writer(), stream, person.tenant(), name);
      var seen = rolled.snapshot(database.writer(), catalogue.after(edit));
      rollups.touched(seen, stream, person.tenant(), times);
    }
  }

  private static void delete(Database database, Work.Person person, List<long[]> forgotten)
      throws SQLException {
    var ids = new ArrayList<String>();
    var sql =
        "delete from %s where tenant_id = ? and (%s = ? or ?) returning %s"
            .formatted(
                EventTable.quoted(person.table().name()),
                EventTable.quoted(person.table().stream().person()),
                EventTable.quoted(person.table().stream().id()));
    try (var statement = database.writer().prepareStatement(sql)) {
      statement.setObject(1, person.tenant());
      statement.setString(2, person.person());
      statement.setBoolean(3, person.person() == null);
      try (var row = statement.executeQuery()) {
        while (row.next()) {
          ids.add(row.getString(1));
        }
      }
    }
    forget(person, ids, forgotten);
  }

  private static void forget(Work.Person person, List<String> ids, List<long[]> forgotten) {
    var fingerprint = new Fingerprint(person.table().name());
    for (var id : ids) {
      fingerprint.of(person.tenant(), id);
      forgotten.add(new long[] {fingerprint.high(), fingerprint.low()});
    }
  }

  private void rewrite(Work.Erase request, List<Long> counts, CompletableFuture<Void> gone)
      throws SQLException, IOException {
    var old = instance.database();
    copyTo(old);
    files.switchToNext();
    // From here on a crash cannot bring the old file back: opening removes it.
    files.unmark(StoreFiles.ERASING);
    files.unmark(StoreFiles.RESIDUE);
    old.closed()
        .thenCombine(gone, (_, _) -> true)
        .thenRun(() -> sweep(old.file(), request, counts));
    instance.swap();
  }

  /** Runs when the last reader of the old files has left. */
  private void sweep(Path old, Work.Erase request, List<Long> counts) {
    try {
      files.delete(old);
      complete(request, counts);
    } catch (IOException e) {
      LOG.warn("{} could not be deleted", old, e);
      fail(request, e);
    }
  }

  private static void complete(Work.Erase request, List<Long> counts) {
    for (int i = 0; i < request.persons().size(); i++) {
      request.persons().get(i).done().complete(counts.get(i));
    }
  }

  private void copyTo(Database database) throws SQLException, IOException {
    files.delete(files.next());
    var catalog = catalog(database);
    database.execute("attach '%s' as fresh".formatted(files.next().toString().replace("'", "''")));
    boolean copied = false;
    try {
      database.execute("copy from database " + EventTable.quoted(catalog) + " to fresh");
      // Waits for whoever looks into the new file, as the engine does for a name it does not find.
      database.execute("force checkpoint fresh");
      copied = true;
    } finally {
      database.execute("detach fresh");
      if (!copied) {
        // Gives a full disk its space back.
        files.delete(files.next());
      }
    }
  }

  private static String catalog(Database database) throws SQLException {
    try (var statement = database.writer().createStatement();
        var row = statement.executeQuery("select current_database()")) {
      row.next();
      return row.getString(1);
    }
  }

  private static void fail(Work.Erase request, Exception cause) {
    request.fail(new EventStoreUnavailable("the erasure failed: " + cause.getMessage(), cause));
  }
}
