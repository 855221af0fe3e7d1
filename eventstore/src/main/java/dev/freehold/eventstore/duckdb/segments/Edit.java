package dev.freehold.eventstore.duckdb.segments;

import java.util.ArrayList;
import java.util.List;

/** Segments that take the place of others, in one transaction. */
public record Edit(List<Segment> added, List<Segment> removed) {

  public static final Edit NONE = new Edit(List.of(), List.of());

  public Edit {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
  }

  public boolean isEmpty() {
    return added.isEmpty() && removed.isEmpty();
  }

  public Edit and(Edit other) {
    var more = new ArrayList<>(added);
    more.addAll(other.added);
    var fewer = new ArrayList<>(removed);
    fewer.addAll(other.removed);
    return new Edit(more, fewer);
  }
}
