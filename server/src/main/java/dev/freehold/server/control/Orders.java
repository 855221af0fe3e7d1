package dev.freehold.server.control;

import java.util.List;
import java.util.function.Consumer;

/** Carries out the operator's orders about one thing. */
@FunctionalInterface
public interface Orders {

  /**
   * @param order the words of one, without what it is about
   * @param say takes line by line what comes of it
   * @return whether all went well
   * @throws IllegalArgumentException when it is not understood, or not possible now
   */
  boolean run(List<String> order, Consumer<String> say);
}
