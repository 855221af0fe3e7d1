package dev.freehold.eventstore.clickhouse;

import dev.freehold.eventstore.Answer;
import dev.freehold.eventstore.Question;
import dev.freehold.eventstore.question.Kept;
import dev.freehold.eventstore.question.Plan;
import dev.freehold.eventstore.question.Planner;
import dev.freehold.eventstore.question.Source;
import dev.freehold.eventstore.question.Steps;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Answers questions from buckets and rows. */
final class Answering {

  private final Queries queries;
  private final ClickHouseSettings settings;

  Answering(Queries queries, ClickHouseSettings settings) {
    this.queries = queries;
    this.settings = settings;
  }

  Answer answer(Rolling rolling, UUID tenant, Question question, Duration limit) {
    var table = rolling.table();
    return rolling.reading(
        (since, watermark) -> {
          var tiers = settings.retention().of(tenant, table.stream());
          var plan = Planner.plan(question, new Kept(tiers, settings.clock().instant(), since));
          if (plan.pieces().isEmpty()) {
            return new Answer(List.of(), List.of(), plan.from(), plan.to());
          }
          var sql = new QuestionSql(plan, table, shape(rolling, plan), tenant, watermark).toSql();
          var rows = queries.ask(tenant, sql, limit, row -> row(question, row));
          return new Answer(rows, plan.sources(), plan.from(), plan.to());
        });
  }

  private static @Nullable Shape shape(Rolling rolling, Plan plan) {
    for (var piece : plan.pieces()) {
      if (piece.source() instanceof Source.Rolled(var rollup, _)) {
        return rolling.shapes().stream()
            .filter(shape -> shape.rollup().equals(rollup))
            .findFirst()
            .orElseThrow();
      }
    }
    return null;
  }

  private static Answer.Row row(Question question, ResultSet row) throws SQLException {
    int at = 1;
    var interval = question.interval();
    var step =
        interval == null
            ? null
            : Steps.begin(interval, row.getObject(at++, LocalDateTime.class), question.zone());
    var dimensions = new ArrayList<@Nullable String>();
    for (int i = 0; i < question.dimensions().size(); i++) {
      dimensions.add(row.getString(at++));
    }
    var values = new ArrayList<@Nullable BigDecimal>();
    for (int i = 0; i < question.measures().size(); i++) {
      values.add(row.getBigDecimal(at++));
    }
    return new Answer.Row(step, dimensions, values);
  }
}
