package dev.freehold.analytics.reports;

import dev.freehold.analytics.questions.Cohorts;
import dev.freehold.analytics.questions.Questions;
import dev.freehold.analytics.questions.Steps;
import dev.freehold.analytics.questions.Window;
import dev.freehold.kernel.Caller;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Retention: how many people come back. */
@Component
public class Retentions {

  private final Questions questions;
  private final Cohorts cohorts;

  public Retentions(Questions questions, Cohorts cohorts) {
    this.questions = questions;
    this.cohorts = cohorts;
  }

  private record Pair(Instant begun, Instant back) {}

  /** Asks in the caller's tenant. */
  public Retention ask(Caller caller, RetentionQuestion question) {
    var now = questions.now();
    question.check(now);
    var members = cohorts.definition(caller, question.cohort());
    var window = question.span().at("range.", now);
    var steps = new Steps(window, question.width());
    var people = new HashMap<Pair, Long>();
    for (var found :
        questions.rows(
            caller,
            question.toSql(questions.dialect(), window, members, now),
            row ->
                Map.entry(
                    new Pair(steps.of(row.getLong("begun")), steps.of(row.getLong("back"))),
                    row.getLong("people")))) {
      people.put(found.getKey(), found.getValue());
    }
    return triangle(question, window, people);
  }

  private static Retention triangle(
      RetentionQuestion question, Window window, Map<Pair, Long> people) {
    var starts = question.steps(window);
    var rows = new ArrayList<Retention.Row>();
    for (int i = 0; i < starts.size(); i++) {
      var begun = starts.get(i);
      rows.add(
          new Retention.Row(
              begun,
              people.getOrDefault(new Pair(begun, begun), 0L),
              starts.subList(i + 1, starts.size()).stream()
                  .map(back -> people.getOrDefault(new Pair(begun, back), 0L))
                  .toList()));
    }
    return new Retention(rows);
  }
}
