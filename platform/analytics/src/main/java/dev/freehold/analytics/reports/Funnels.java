package dev.freehold.analytics.reports;

import dev.freehold.analytics.questions.Cohorts;
import dev.freehold.analytics.questions.Questions;
import dev.freehold.kernel.Caller;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Funnels: how many people went through some steps in order. */
@Component
public class Funnels {

  private static final double MICROS_PER_SECOND = 1e6;

  private final Questions questions;
  private final Cohorts cohorts;

  public Funnels(Questions questions, Cohorts cohorts) {
    this.questions = questions;
    this.cohorts = cohorts;
  }

  private record Reached(String key, int step, long people, @Nullable Double micros) {}

  /** Asks in the caller's tenant. */
  public Funnel ask(Caller caller, FunnelQuestion question) {
    var now = questions.now();
    question.check(now);
    var members = cohorts.definition(caller, question.cohort());
    var query =
        question.toSql(questions.dialect(), question.span().at("range.", now), members, now);
    var byKey = new HashMap<String, Map<Integer, Reached>>();
    for (var reached : questions.rows(caller, query, Funnels::reached)) {
      byKey.computeIfAbsent(reached.key, _ -> new HashMap<>()).put(reached.step, reached);
    }
    if (question.breakdown() == null) {
      return new Funnel(List.of(way(question, null, byKey.getOrDefault("", Map.of()))));
    }
    return new Funnel(
        byKey.entrySet().stream()
            .map(entry -> way(question, entry.getKey(), entry.getValue()))
            .sorted(
                Comparator.comparing((Funnel.Way way) -> -way.steps().getFirst().people())
                    .thenComparing(way -> String.valueOf(way.key())))
            .toList());
  }

  private static Reached reached(ResultSet row) throws SQLException {
    var micros = row.getObject("micros");
    return new Reached(
        row.getString("key"),
        row.getInt("step"),
        row.getLong("people"),
        micros == null ? null : ((Number) micros).doubleValue());
  }

  private static Funnel.Way way(
      FunnelQuestion question, @Nullable String key, Map<Integer, Reached> reached) {
    var steps = new ArrayList<Funnel.Step>();
    for (int i = 0; i < question.steps().size(); i++) {
      var here = reached.get(i + 1);
      long people = here == null ? 0 : here.people;
      steps.add(
          new Funnel.Step(
              question.steps().get(i).label(),
              people,
              ratio(people, i == 0 ? people : steps.getFirst().people()),
              ratio(people, i == 0 ? people : steps.get(i - 1).people()),
              i == 0 || here == null || here.micros == null
                  ? null
                  : here.micros / MICROS_PER_SECOND));
    }
    return new Funnel.Way(key, steps);
  }

  private static double ratio(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }
}
