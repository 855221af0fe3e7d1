package dev.freehold.analytics.sessions;

import dev.freehold.analytics.questions.Cohorts;
import dev.freehold.analytics.questions.Questions;
import dev.freehold.kernel.Caller;
import java.util.List;
import org.springframework.stereotype.Component;

/** Top lists: pages, referrers, sources, countries, browsers, devices and whatever else. */
@Component
public class TopLists {

  private final Questions questions;
  private final Cohorts cohorts;

  public TopLists(Questions questions, Cohorts cohorts) {
    this.questions = questions;
    this.cohorts = cohorts;
  }

  /** The most frequent values, most frequent first, ties by value. */
  public List<TopRow> ask(Caller caller, TopQuestion question) {
    var now = questions.now();
    question.check(now);
    var members = cohorts.definition(caller, question.cohort());
    return questions.rows(
        caller,
        question.toSql(questions.dialect(), question.span().at(now), members, now),
        row -> new TopRow(row.getString("key"), row.getLong("times"), row.getLong("people")));
  }
}
