package dev.freehold.eventstore.duckdb;

import dev.freehold.eventstore.EventStoreUnavailable;
import dev.freehold.eventstore.intake.Fingerprint;
import dev.freehold.eventstore.intake.RecentIds;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes persons' rows and then writes what is left to a new file, because a deleted row stays in
 * the old one's free blocks and log. All that are asked for together share one rewrite.
 */
final class Erasure {

  private static final Logger LOG = LoggerFactory.getLogger(Erasure.class);

  private final StoreFiles files;
  private final Instance instance;
  private final RecentIds recent;

  private boolean resume;

  Erasure(StoreFiles files, Instance instance, RecentIds recent) {
    this.files = files;
    this.instance = instance;
    this.recent = recent;
    resume = files.isMarked(StoreFiles.ERASING);
  }

  /** Whether the last process ended between an erasure's delete and its rewrite. */
  boolean isInterrupted() {
    return resume;
  }

  void run(List<Work.Erase> requests) {
    resume = false;
    try {
      var counts = delete(requests);
      if (files.isMarked(StoreFiles.ERASING) || files.isMarked(StoreFiles.RESIDUE)) {
        rewrite(requests, counts);
      } else {
        complete(requests, counts);
      }
    } catch (SQLException | IOException | RuntimeException e) {
      LOG.warn("An erasure of {} persons failed", requests.size(), e);
      instance.reopen();
      fail(requests, e);
    }
  }

  private List<Long> delete(List<Work.Erase> requests) throws SQLException, IOException {
    var database = instance.database();
    var counts = new ArrayList<Long>();
    var forgotten = new ArrayList<long[]>();
    database.execute("begin transaction");
    for (var request : requests) {
      int before = forgotten.size();
      delete(database, request, forgotten);
      counts.add((long) forgotten.size() - before);
    }
    if (!forgotten.isEmpty()) {
      files.mark(StoreFiles.ERASING);
    }
    database.execute("commit");
    // Nothing of an erased row is kept, not even its fingerprint: its id is new again.
    forgotten.forEach(id -> recent.remove(id[0], id[1]));
    return counts;
  }

  private static void delete(Database database, Work.Erase request, List<long[]> forgotten)
      throws SQLException {
    var fingerprint = new Fingerprint(request.table().name());
    var sql =
        "delete from %s where tenant_id = ? and %s = ? returning %s"
            .formatted(
                EventTable.quoted(request.table().name()),
                EventTable.quoted(request.table().stream().person()),
                EventTable.quoted(request.table().stream().id()));
    try (var statement = database.writer().prepareStatement(sql)) {
      statement.setObject(1, request.tenant());
      statement.setString(2, request.person());
      try (var row = statement.executeQuery()) {
        while (row.next()) {
          fingerprint.of(request.tenant(), row.getString(1));
          forgotten.add(new long[] {fingerprint.high(), fingerprint.low()});
        }
      }
    }
  }

  private void rewrite(List<Work.Erase> requests, List<Long> counts)
      throws SQLException, IOException {
    var old = instance.database();
    copyTo(old);
    files.switchToNext();
    // From here on a crash cannot bring the old file back: opening removes it.
    files.unmark(StoreFiles.ERASING);
    files.unmark(StoreFiles.RESIDUE);
    old.closed().thenRun(() -> sweep(old.file(), requests, counts));
    instance.swap();
  }

  /** Runs when the last reader of the old file has left. */
  private void sweep(Path old, List<Work.Erase> requests, List<Long> counts) {
    try {
      files.delete(old);
      complete(requests, counts);
    } catch (IOException e) {
      LOG.warn("{} could not be deleted", old, e);
      fail(requests, e);
    }
  }

  private static void complete(List<Work.Erase> requests, List<Long> counts) {
    for (int i = 0; i < requests.size(); i++) {
      requests.get(i).done().complete(counts.get(i));
    }
  }

  private void copyTo(Database database) throws SQLException, IOException {
    files.delete(files.next());
    var catalog = catalog(database);
    database.execute("attach '%s' as fresh".formatted(files.next().toString().replace("'", "''")));
    boolean copied = false;
    try {
      database.execute("copy from database " + EventTable.quoted(catalog) + " to fresh");
      database.execute("checkpoint fresh");
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

  private static void fail(List<Work.Erase> requests, Exception cause) {
    var failure = new EventStoreUnavailable("the erasure failed: " + cause.getMessage(), cause);
    requests.forEach(request -> request.fail(failure));
  }
}
