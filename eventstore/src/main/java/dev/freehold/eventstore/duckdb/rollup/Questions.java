package dev.freehold.eventstore.duckdb.rollup;

import dev.freehold.eventstore.Answer;
import dev.freehold.eventstore.Query;
import dev.freehold.eventstore.Question;
import dev.freehold.eventstore.Stream;
import dev.freehold.eventstore.question.Plan;
import dev.freehold.eventstore.question.Planner;
import dev.freehold.eventstore.question.Source;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** How questions are answered from rollups, and from rows where these do not suffice. */
public final class Questions {

  private final Map<Stream, List<Shape>> shapes;
  private final Kepts kepts;

  Questions(Map<Stream, List<Shape>> shapes, Kepts kepts) {
    this.shapes = shapes;
    this.kepts = kepts;
  }

  /** A question that was found to fit its stream. */
  public Plan plan(UUID tenant, Question question) {
    return Planner.plan(question, kepts.of(tenant, question.stream()));
  }

  /** The statement that answers a plan, of what the snapshot sees. */
  public Query statement(UUID tenant, Plan plan, Snapshot snapshot) throws SQLException {
    var stream = plan.question().stream();
    long watermark = new RollupState(snapshot.connection()).watermark(stream);
    var ofRows = plan.pieces().stream().filter(p -> p.source() instanceof Source.Rows).toList();
    // Cold rows are named, and so fetched, only where buckets do not answer.
    var rows =
        ofRows.isEmpty()
            ? ""
            : snapshot.rows(stream, tenant, ofRows.getFirst().from(), ofRows.getLast().to());
    var sql = new QuestionSql(plan, shape(plan), tenant, rows, watermark).toSql();
    return new Query(sql.sql(), List.copyOf(sql.values()));
  }

  /** Collects the rows of {@link #statement}. */
  public Collected<Answer.Row> collected(Plan plan) {
    return QuestionSql.isGathered(plan)
        ? new Gathering(plan)
        : new Mapped<>(new Answering(plan)::row);
  }

  public Answer answer(Plan plan, List<Answer.Row> rows) {
    return new Answering(plan).answer(rows);
  }

  private Optional<Shape> shape(Plan plan) {
    for (var piece : plan.pieces()) {
      if (piece.source() instanceof Source.Rolled(var rollup, _)) {
        return shapes.getOrDefault(plan.question().stream(), List.of()).stream()
            .filter(shape -> shape.rollup().equals(rollup))
            .findFirst();
      }
    }
    return Optional.empty();
  }
}
