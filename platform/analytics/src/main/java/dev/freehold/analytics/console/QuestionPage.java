package dev.freehold.analytics.console;

import dev.freehold.analytics.boards.Askable;
import dev.freehold.analytics.boards.Chart;
import dev.freehold.kernel.Caller;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page that asks one kind of question.
 *
 * @param <Q> the question's record
 */
interface QuestionPage<Q extends Record> extends Askable<Q> {

  /** What an address asks for; null while something that must be filled in is missing. */
  @Nullable Q read(Parameters parameters);

  /** The parameters under which the page asks this, as far as its controls can say it. */
  Parameters parameters(@Nullable Q question);

  List<Control> controls(@Nullable Q question);

  Answered answer(Caller caller, Q question);

  @Override
  default Chart chart(Caller caller, Q question) {
    return answer(caller, question).charts().getFirst();
  }
}
