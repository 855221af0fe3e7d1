package dev.freehold.bench;

import dev.freehold.eventstore.Column;
import dev.freehold.eventstore.ColumnRole;
import dev.freehold.eventstore.ColumnType;
import dev.freehold.eventstore.Measure.Distinct;
import dev.freehold.eventstore.Measure.Quantile;
import dev.freehold.eventstore.Measure.Sum;
import dev.freehold.eventstore.Stream;
import dev.freehold.eventstore.Tiers;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Uses of models: 20 projects, 8 models, 50,000 users. */
final class UsageShape {

  static final int PROJECTS = 20;
  static final int MODELS = 8;
  static final int USERS = 50_000;

  static final Stream PLAIN =
      new Stream(
          "bench_usage",
          "event_id",
          "occurred_at",
          "user_id",
          List.of(
              Column.required("event_id", ColumnType.TEXT),
              Column.required("occurred_at", ColumnType.TIMESTAMP),
              Column.required("project_id", ColumnType.UUID).as(ColumnRole.DIMENSION),
              Column.required("model", ColumnType.TEXT).as(ColumnRole.DIMENSION),
              Column.required("status", ColumnType.TEXT).as(ColumnRole.DIMENSION),
              Column.required("user_id", ColumnType.TEXT).as(ColumnRole.IDENTITY),
              Column.required("tokens", ColumnType.LONG).as(ColumnRole.MEASURE),
              Column.required("latency", ColumnType.LONG).as(ColumnRole.MEASURE),
              Column.optional("properties", ColumnType.TEXT)));

  /** By project and model: count, tokens, spread of latency, users. */
  static final Stream ROLLED =
      PLAIN
          .kept(new Tiers(null, Period.ofDays(7), Period.ofDays(400), null, null))
          .rolledUp(
              "by_model",
              List.of("project_id", "model"),
              new Sum("tokens"),
              new Quantile("latency", 0.5),
              new Distinct("user_id"))
          .rolledUp("total", List.of(), new Sum("tokens"), new Distinct("user_id"));

  private static final String PROPERTIES =
      "{\"region\":\"eu-central\",\"client\":\"sdk 3.14.2\",\"cache\":\"hit\",\"stream\":true}";

  private UsageShape() {}

  static @Nullable Object[] row(String id, Instant at, int number) {
    int mixed = Integer.reverse(number * 0x9E3779B9) & 0x7FFFFFFF;
    return new @Nullable Object[] {
      id,
      at,
      new UUID(0x0198_0000_0000_7000L, mixed % PROJECTS),
      "model-" + mixed / 7 % MODELS,
      mixed % 50 == 0 ? "error" : "ok",
      "user-" + mixed / 3 % USERS,
      (long) (mixed % 4_000),
      (long) (mixed / 11 % 3_000),
      PROPERTIES
    };
  }
}
