package dev.freehold.analytics.sessions;

import dev.freehold.analytics.questions.Cohorts;
import dev.freehold.analytics.questions.Questions;
import dev.freehold.analytics.questions.Steps;
import dev.freehold.kernel.Caller;
import java.util.List;
import org.springframework.stereotype.Component;

/** Sessions: how often people visit, for how long, and whether they stay. */
@Component
public class VisitSessions {

  private static final double MICROS_PER_SECOND = 1e6;

  private final Questions questions;
  private final Cohorts cohorts;

  public VisitSessions(Questions questions, Cohorts cohorts) {
    this.questions = questions;
    this.cohorts = cohorts;
  }

  /** Rows by step, then most sessions first; steps without sessions are left out. */
  public List<SessionsRow> ask(Caller caller, SessionsQuestion question) {
    var now = questions.now();
    question.check(now);
    var window = question.span().at(now);
    var members = cohorts.definition(caller, question.cohort());
    var interval = question.interval();
    var steps = interval == null ? null : new Steps(window, interval);
    return questions.rows(
        caller,
        question.toSql(questions.dialect(), window, members, now),
        row -> {
          double sessions = row.getLong("sessions");
          return new SessionsRow(
              steps == null ? null : steps.of(row.getLong("step")),
              question.breakdown() == null ? null : row.getString("key"),
              row.getLong("sessions"),
              row.getLong("people"),
              row.getLong("bounced") / sessions,
              row.getDouble("micros") / MICROS_PER_SECOND / sessions,
              row.getLong("pages") / sessions);
        });
  }
}
