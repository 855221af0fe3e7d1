package dev.freehold.eventstore.duckdb;

import dev.freehold.eventstore.EventStoreUnavailable;
import dev.freehold.eventstore.duckdb.segments.Edit;
import dev.freehold.eventstore.duckdb.segments.Segment;
import dev.freehold.eventstore.duckdb.segments.SegmentFiles;
import dev.freehold.eventstore.intake.WorkQueue;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;

/** Collects persons to be forgotten: all that wait together share one rewrite. */
final class Persons {

  private record Place(EventTable table, UUID tenant) {}

  private final Maintenance maintenance;
  private final WorkQueue<Work> queue;
  private final Rewriting rewriting;
  private final Snapshots snapshots;
  private final SegmentFiles files;
  private final List<EventTable> tables;
  private final Cooling cooling;
  private final LinkedBlockingQueue<Work.Person> waiting = new LinkedBlockingQueue<>();

  Persons(
      Maintenance maintenance,
      WorkQueue<Work> queue,
      Rewriting rewriting,
      Snapshots snapshots,
      SegmentFiles files,
      List<EventTable> tables,
      Cooling cooling) {
    this.cooling = cooling;
    this.snapshots = snapshots;
    this.files = files;
    this.tables = List.copyOf(tables);
    this.maintenance = maintenance;
    this.queue = queue;
    this.rewriting = rewriting;
  }

  /** Forgets a person and says how many rows that were. */
  long erase(EventTable table, UUID tenant, String person) {
    var done = new CompletableFuture<Long>();
    var waitingPerson = new Work.Person(table, tenant, person, done);
    waiting.add(waitingPerson);
    maintenance.ask(this::eraseWaiting);
    long rows = await(waitingPerson);
    deleteObjects();
    return rows;
  }

  /**
   * Forgets a tenant: its rows of all streams, also of those that are not declared any more, and
   * what rollups keep of it.
   */
  void eraseTenant(UUID tenant) {
    var persons = new ArrayList<Work.Person>();
    for (var table : tables) {
      persons.add(new Work.Person(table, tenant, null, new CompletableFuture<>()));
    }
    if (persons.isEmpty()) {
      return;
    }
    maintenance.ask(() -> eraseTenant(tenant, persons));
    persons.forEach(Persons::await);
    deleteObjects();
    maintenance.ask(
        () -> {
          files.removeFolders(tenant);
          return true;
        });
  }

  /** Only now has the last reader left that might have fetched them. */
  private void deleteObjects() {
    maintenance.ask(
        () -> {
          cooling.deleteObjects();
          return true;
        });
  }

  private boolean eraseTenant(UUID tenant, List<Work.Person> persons) throws SQLException {
    var segments =
        snapshots.<List<Segment>, SQLException>read(
            (_, version) -> version.all().stream().filter(s -> s.tenant().equals(tenant)).toList());
    var sealed = new ArrayList<List<String>>();
    for (var person : persons) {
      sealed.add(rewriting.recentIds(person.table(), tenant));
    }
    var written = new CompletableFuture<Boolean>();
    queue.add(new Work.Erase(persons, sealed, new Edit(List.of(), segments), written));
    return written.join();
  }

  private static long await(Work.Person person) {
    try {
      return person.done().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof EventStoreUnavailable unavailable) {
        throw unavailable;
      }
      throw e;
    }
  }

  /** Ends when the writer is done; the last reader of the old files may take longer. */
  private boolean eraseWaiting() {
    var persons = new ArrayList<Work.Person>();
    waiting.drainTo(persons);
    if (persons.isEmpty()) {
      return false;
    }
    try {
      var byPlace =
          persons.stream()
              .collect(
                  Collectors.groupingBy(
                      person -> new Place(person.table(), person.tenant()),
                      LinkedHashMap::new,
                      Collectors.toList()));
      var rewritten =
          rewriting.without(
              byPlace.entrySet().stream()
                  .map(
                      place ->
                          new Rewriting.Unwanted(
                              place.getKey().table(),
                              place.getKey().tenant(),
                              place.getKey().table().stream().person(),
                              place.getValue().stream()
                                  .map(one -> Objects.requireNonNull(one.person()))
                                  .toList()))
                  .toList());
      var places = List.copyOf(byPlace.keySet());
      var sealed =
          persons.stream()
              .map(
                  person ->
                      rewritten
                          .gone()
                          .get(places.indexOf(new Place(person.table(), person.tenant())))
                          .stream()
                          .filter(row -> row.value().equals(person.person()))
                          .map(Rewriting.Gone::id)
                          .toList())
              .toList();
      var committed = new CompletableFuture<Boolean>();
      queue.add(new Work.Erase(persons, sealed, rewritten.edit(), committed));
      if (!committed.join()) {
        rewriting.discard(rewritten.edit());
      }
      return true;
    } catch (SQLException | IOException | RuntimeException e) {
      var failure = new EventStoreUnavailable("the erasure failed: " + e.getMessage(), e);
      persons.forEach(person -> person.done().completeExceptionally(failure));
      return false;
    }
  }
}
