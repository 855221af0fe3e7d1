package dev.freehold.eventstore.question;

import dev.freehold.eventstore.Level;
import dev.freehold.eventstore.Rollup;

/** What a part of an answer is read from. */
public sealed interface Source {

  /** As {@link dev.freehold.eventstore.Answer#sources} names it. */
  String name();

  /** The events themselves. */
  record Rows() implements Source {
    @Override
    public String name() {
      return "rows";
    }
  }

  /** The buckets of a rollup at one level, and the events not rolled up yet. */
  record Rolled(Rollup rollup, Level level) implements Source {
    @Override
    public String name() {
      return rollup.name() + "/" + level.name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
