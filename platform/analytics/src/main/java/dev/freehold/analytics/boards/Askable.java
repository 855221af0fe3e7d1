package dev.freehold.analytics.boards;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.error.Invalid;

/**
 * A kind of question that can be kept and shown on a card, as a bean.
 *
 * @param <Q> the question's record; what is kept is its JSON
 */
public interface Askable<Q extends Record> {

  QuestionKind kind();

  Class<Q> type();

  /**
   * @throws Invalid with the field at fault when it cannot be asked like this
   */
  void check(Q question);

  /** Asks, and gives what a card shows: the one chart that the question is about. */
  Chart chart(Caller caller, Q question);
}
