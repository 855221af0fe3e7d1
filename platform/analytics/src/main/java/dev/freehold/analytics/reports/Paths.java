package dev.freehold.analytics.reports;

import dev.freehold.analytics.questions.Cohorts;
import dev.freehold.analytics.questions.Questions;
import dev.freehold.kernel.Caller;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Paths: the ways that people take from an event or page, or to it. */
@Component
public class Paths {

  private final Questions questions;
  private final Cohorts cohorts;

  public Paths(Questions questions, Cohorts cohorts) {
    this.questions = questions;
    this.cohorts = cohorts;
  }

  /** The most frequent ways, most frequent first. */
  public List<PathWay> ask(Caller caller, PathsQuestion question) {
    var now = questions.now();
    question.check(now);
    var members = cohorts.definition(caller, question.cohort());
    var window = question.span().at("range.", now);
    return questions.rows(
        caller,
        question.toSql(questions.dialect(), window, members, now),
        row -> {
          var steps = new ArrayList<String>();
          for (int step = 1; step <= question.steps(); step++) {
            var node = row.getString("node" + step);
            if (node != null) {
              steps.add(node);
            }
          }
          return new PathWay(steps, row.getLong("times"), row.getLong("people"));
        });
  }
}
