package dev.freehold.kernel.console;

import dev.freehold.kernel.Caller;
import java.util.List;

/** What a module finds for the console's search; it answers only with what the caller may see. */
public interface SearchSource {

  /**
   * One thing found.
   *
   * @param under what tells it from others of the same name; empty if nothing does
   */
  record Hit(String label, String under, String kind, String href) {}

  /** At most {@code limit} things whose name contains the text. */
  List<Hit> search(Caller caller, String text, int limit);
}
