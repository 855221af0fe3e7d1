package dev.freehold.eventstore.duckdb;

import dev.freehold.eventstore.intake.Declaration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The rows that are in the journal and not in the database yet, in the order of their receipt. */
final class Pending {

  /** As long as so many wait no more are taken, so that they do not fill the memory. */
  private static final int MOST_ROWS = 100_000;

  private static final long MOST_BYTES = 64 * DuckDbSettings.MEBIBYTE;

  private record Place(Declaration stream, UUID tenant) {}

  private final ArrayDeque<Decided> waiting = new ArrayDeque<>();

  /** The last receipt of a tenant's rows of a stream. */
  private final Map<Place, Long> places = new ConcurrentHashMap<>();

  private long rows;
  private long bytes;

  synchronized void add(List<Decided> some) {
    for (var one : some) {
      waiting.add(one);
      places.put(place(one), one.received());
      rows += one.count();
      bytes += one.rows().bytes();
    }
  }

  /** Takes what was received up to a moment; it is pending until {@link #folded}. */
  synchronized List<Decided> take(long upTo) {
    var taken = new ArrayList<Decided>();
    while (!waiting.isEmpty() && waiting.getFirst().received() <= upTo) {
      taken.add(waiting.remove());
    }
    return taken;
  }

  /** Puts back what was taken last. */
  synchronized void restore(List<Decided> taken) {
    taken.reversed().forEach(waiting::addFirst);
  }

  /** What was taken is in the database. */
  synchronized void folded(List<Decided> taken) {
    for (var one : taken) {
      rows -= one.count();
      bytes -= one.rows().bytes();
      places.computeIfPresent(place(one), (_, last) -> last <= one.received() ? null : last);
    }
  }

  synchronized long rows() {
    return rows;
  }

  synchronized boolean isFull() {
    return rows >= MOST_ROWS || bytes >= MOST_BYTES;
  }

  boolean isEmpty() {
    return places.isEmpty();
  }

  boolean holds(EventTable table, UUID tenant) {
    return places.containsKey(new Place(table.declaration(), tenant));
  }

  private static Place place(Decided one) {
    return new Place(one.table().declaration(), one.rows().tenant());
  }
}
