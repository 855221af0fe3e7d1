package dev.freehold.eventstore;

import dev.freehold.eventstore.Measure.Average;
import dev.freehold.eventstore.Measure.Count;
import dev.freehold.eventstore.Measure.Distinct;
import dev.freehold.eventstore.Measure.Max;
import dev.freehold.eventstore.Measure.Min;
import dev.freehold.eventstore.Measure.Quantile;
import dev.freehold.eventstore.Measure.Sum;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A stream with rollups of every kind. */
public final class Calls {

  public static final Stream STREAM =
      new Stream(
              "calls",
              "id",
              "occurred_at",
              "person",
              List.of(
                  Column.required("id", ColumnType.TEXT),
                  Column.required("occurred_at", ColumnType.TIMESTAMP),
                  Column.optional("person", ColumnType.TEXT).as(ColumnRole.IDENTITY),
                  Column.optional("model", ColumnType.TEXT).as(ColumnRole.DIMENSION),
                  Column.optional("project", ColumnType.UUID).as(ColumnRole.DIMENSION),
                  Column.optional("cached", ColumnType.BOOLEAN).as(ColumnRole.DIMENSION),
                  Column.optional("tokens", ColumnType.LONG).as(ColumnRole.MEASURE),
                  Column.optional("cost", ColumnType.DOUBLE).as(ColumnRole.MEASURE)))
          .rolledUp(
              "by_model",
              List.of("model"),
              new Sum("tokens"),
              new Sum("cost"),
              new Min("tokens"),
              new Max("cost"),
              new Distinct("person"),
              new Quantile("tokens", 0.5))
          .rolledUp("by_project", List.of("project", "cached"), new Sum("tokens"))
          .rolledUp("by_person", List.of("person"), new Sum("tokens"));

  /** All that {@code by_model} can answer. */
  public static final List<Measure> MEASURES =
      List.of(
          new Count(),
          new Sum("tokens"),
          new Sum("cost"),
          new Average("tokens"),
          new Min("tokens"),
          new Max("cost"),
          new Distinct("person"),
          new Quantile("tokens", 0.5));

  private Calls() {}

  /** A row of the stream. */
  public record Call(
      String id,
      Instant at,
      @Nullable String person,
      @Nullable String model,
      @Nullable UUID project,
      @Nullable Boolean cached,
      @Nullable Long tokens,
      @Nullable Double cost) {

    public static Call of(String id, Instant at, String person, String model, long tokens) {
      return new Call(id, at, person, model, null, null, tokens, tokens / 4.0);
    }

    public @Nullable Object[] row() {
      return new @Nullable Object[] {id, at, person, model, project, cached, tokens, cost};
    }
  }

  public static Batch batch(List<Call> calls) {
    return new Batch(STREAM, rows(calls));
  }

  public static List<@Nullable Object[]> rows(List<Call> calls) {
    var rows = new ArrayList<@Nullable Object[]>();
    calls.forEach(call -> rows.add(call.row()));
    return rows;
  }

  public static Question question(
      List<Measure> measures,
      List<String> dimensions,
      @Nullable Interval interval,
      ZoneId zone,
      Instant from,
      Instant to) {
    return new Question(
        STREAM, measures, dimensions, List.of(), from, to, interval, zone, List.of(), 100_000);
  }
}
