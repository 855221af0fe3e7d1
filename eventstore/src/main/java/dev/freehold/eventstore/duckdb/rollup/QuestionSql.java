package dev.freehold.eventstore.duckdb.rollup;

import static dev.freehold.eventstore.duckdb.rollup.tally.Sql.RECEIVED;
import static dev.freehold.eventstore.duckdb.rollup.tally.Sql.TENANT;
import static dev.freehold.eventstore.duckdb.rollup.tally.Sql.quoted;

import dev.freehold.eventstore.Filter;
import dev.freehold.eventstore.Level;
import dev.freehold.eventstore.Measure;
import dev.freehold.eventstore.Question;
import dev.freehold.eventstore.duckdb.rollup.tally.Sql;
import dev.freehold.eventstore.question.Piece;
import dev.freehold.eventstore.question.Plan;
import dev.freehold.eventstore.question.Source;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A planned question in DuckDB's SQL: a branch for each level over its buckets, one over the rows
 * that are not rolled up yet, and one over rows. Names come from the declared stream, everything
 * else is bound.
 *
 * @param rows a subquery of the tenant's rows, with {@code tenant_id}
 * @param watermarkMicros rows received later are not rolled up yet; they are in the stream's table
 */
record QuestionSql(
    Plan plan, Optional<Shape> shape, UUID tenant, String rows, long watermarkMicros) {

  private static final String EVENTS = "events_found";
  private static final long MAX_UNSORTED_STEPS = 10_000;

  Statement toSql() {
    boolean exact = isExact(plan);
    var values = new ArrayList<Object>();
    var branches = new ArrayList<String>();
    for (var source : bySource().entrySet()) {
      switch (source.getKey()) {
        case Source.Rows _ -> branches.add(ofRows(source.getValue(), exact, values));
        case Source.Rolled(_, var level) -> {
          branches.add(ofBuckets(level, source.getValue(), values));
          branches.add(ofTail(level, source.getValue(), values));
        }
      }
    }
    return new Statement(
        isGathered(plan) ? gathered(branches) : whole(branches, exact, values),
        Collections.unmodifiableList(values));
  }

  private String gathered(List<String> branches) {
    var sql = String.join("\nunion all\n", branches);
    var keys = positions();
    return isSorted(plan) ? "select * from (\n" + sql + "\n)\norder by " + keys : sql;
  }

  private String whole(List<String> branches, boolean exact, List<Object> values) {
    var sql = exact ? branches.getFirst() : together(branches);
    sql += "\nhaving " + (exact ? "count(*)" : "sum(" + EVENTS + ")") + " > 0";
    // Outside, where an expression over what was aggregated is no aggregate.
    sql = "select * from (\n" + sql + "\n)\norder by " + order() + "\nlimit ?";
    values.add((long) plan.question().limit());
    return sql;
  }

  /** Whether distinct counts and quantiles come as numbers, and not as sketches. */
  static boolean isExact(Plan plan) {
    return plan.pieces().stream().allMatch(p -> p.source() instanceof Source.Rows);
  }

  /** Whether buckets come one by one, to be added up, put in order and limited outside. */
  static boolean isGathered(Plan plan) {
    return !isExact(plan)
        && plan.question().measures().stream()
            .anyMatch(m -> m instanceof Measure.Distinct || m instanceof Measure.Quantile);
  }

  /** Whether there may be so many sums with sketches that they are better gathered in order. */
  static boolean isSorted(Plan plan) {
    var interval = plan.question().interval();
    if (interval == null) {
      return !plan.question().dimensions().isEmpty();
    }
    var step =
        switch (interval) {
          case MINUTE -> ChronoUnit.MINUTES;
          case HOUR -> ChronoUnit.HOURS;
          case DAY, WEEK, MONTH -> ChronoUnit.DAYS;
        };
    return !plan.question().dimensions().isEmpty()
        || step.between(plan.from(), plan.to()) > MAX_UNSORTED_STEPS;
  }

  private List<Asked> asked() {
    var asked = new ArrayList<Asked>();
    for (var measure : plan.question().measures()) {
      asked.add(new Asked(plan.question().stream(), measure, asked.size()));
    }
    return asked;
  }

  private Map<Source, List<Piece>> bySource() {
    var pieces = new LinkedHashMap<Source, List<Piece>>();
    plan.pieces().forEach(p -> pieces.computeIfAbsent(p.source(), _ -> new ArrayList<>()).add(p));
    return pieces;
  }

  private String together(List<String> branches) {
    var columns = new ArrayList<>(keys());
    columns.add("sum(" + EVENTS + ") as " + EVENTS);
    asked().forEach(measure -> columns.add(measure.together()));
    return "select "
        + String.join(",\n  ", columns)
        + "\nfrom (\n"
        + String.join("\nunion all\n", branches)
        + "\n)"
        + groupBy();
  }

  private String ofBuckets(Level level, List<Piece> pieces, List<Object> values) {
    var kept = shape.orElseThrow();
    var place = placed(Shape.BUCKET, level);
    var where = where(Shape.BUCKET, pieces, values);
    return isGathered(plan)
        ? select(
            place,
            Shape.COUNT,
            asked().stream().map(measure -> measure.ofBucket(kept)).toList(),
            kept.table(level),
            where)
        : branch(
            place,
            "sum(" + Shape.COUNT + ")",
            asked().stream().map(measure -> measure.ofBuckets(kept)).toList(),
            kept.table(level),
            where);
  }

  /** Of the buckets' rows those that are not in them yet. */
  private String ofTail(Level level, List<Piece> pieces, List<Object> values) {
    var time = quoted(plan.question().stream().time());
    var where = where(time, pieces, values);
    values.add(watermarkMicros);
    return branch(
        placed("date_trunc('" + Sql.name(level) + "', " + time + ")::timestamp", level),
        "count(*)",
        asked().stream().map(Asked::ofRows).toList(),
        quoted(plan.question().stream().name()),
        where + "\n  and " + RECEIVED + " > make_timestamp(?)");
  }

  private String ofRows(List<Piece> pieces, boolean exact, List<Object> values) {
    var time = quoted(plan.question().stream().time());
    return branch(
        time,
        "count(*)",
        asked().stream().map(exact ? Asked::exactly : Asked::ofRows).toList(),
        rows,
        where(time, pieces, values));
  }

  private String branch(
      String place, String count, List<String> measures, String from, String where) {
    return select(place, count, measures, from, where) + groupBy();
  }

  private String select(
      String place, String count, List<String> measures, String from, String where) {
    var columns = new ArrayList<String>();
    if (plan.question().interval() != null) {
      columns.add(step(place) + " as step");
    }
    var dimensions = plan.question().dimensions();
    for (int i = 0; i < dimensions.size(); i++) {
      columns.add(quoted(dimensions.get(i)) + "::varchar as d" + i);
    }
    columns.add(count + " as " + EVENTS);
    columns.addAll(measures);
    return "select " + String.join(",\n  ", columns) + "\nfrom " + from + "\nwhere " + where;
  }

  private String where(String time, List<Piece> pieces, List<Object> values) {
    values.add(tenant);
    var sql = new StringBuilder(TENANT).append(" = ?");
    if (pieces.size() > 1) {
      sql.append(" and ").append(within(time, whole(pieces), values));
    }
    var ranges = pieces.stream().map(piece -> within(time, piece, values)).toList();
    sql.append("\n  and (").append(String.join(" or ", ranges)).append(")");
    for (var filter : plan.question().filters()) {
      sql.append("\n  and ").append(holds(filter, values));
    }
    return sql.toString();
  }

  /** One range around all, by which the engine skips what it need not read. */
  private static Piece whole(List<Piece> pieces) {
    return new Piece(pieces.getFirst().source(), pieces.getFirst().from(), pieces.getLast().to());
  }

  private static String within(String time, Piece piece, List<Object> values) {
    values.add(Sql.micros(piece.from()));
    values.add(Sql.micros(piece.to()));
    return "%1$s >= make_timestamp(?) and %1$s < make_timestamp(?)".formatted(time);
  }

  private static String holds(Filter filter, List<Object> values) {
    var column = quoted(filter.column());
    values.addAll(filter.values());
    var marks = String.join(", ", Collections.nCopies(filter.values().size(), "?"));
    return switch (filter.test()) {
      case IN -> column + " in (" + marks + ")";
      case NOT_IN -> "(" + column + " is null or " + column + " not in (" + marks + "))";
      case IS_NULL -> column + " is null";
      case NOT_NULL -> column + " is not null";
      case LESS -> column + " < ?";
      case AT_LEAST -> column + " >= ?";
    };
  }

  private String placed(String bucket, Level level) {
    long seconds = plan.place(level).toSeconds();
    return seconds == 0 ? bucket : bucket + " + to_seconds(" + seconds + ")";
  }

  /** The key that {@link dev.freehold.eventstore.question.Steps#begin} understands. */
  private String step(String place) {
    var interval = java.util.Objects.requireNonNull(plan.question().interval());
    var unit = interval.name().toLowerCase(java.util.Locale.ROOT);
    var offset = offset(place);
    var local = offset.isEmpty() ? place : "(" + place + ") + " + offset;
    var step = "date_trunc('" + unit + "', " + local + ")::timestamp";
    return switch (interval) {
      case MINUTE, HOUR -> offset.isEmpty() ? step : step + " - " + offset;
      case DAY, WEEK, MONTH -> step;
    };
  }

  private String offset(String place) {
    var offsets = plan.offsets();
    if (offsets.size() == 1) {
      int seconds = offsets.getFirst().seconds();
      return seconds == 0 ? "" : "to_seconds(" + seconds + ")";
    }
    var cases = new StringBuilder("to_seconds(case");
    for (int i = 0; i + 1 < offsets.size(); i++) {
      cases
          .append(" when ")
          .append(place)
          .append(" < ")
          .append(Sql.timestamp(Sql.micros(offsets.get(i + 1).from())))
          .append(" then ")
          .append(offsets.get(i).seconds());
    }
    return cases.append(" else ").append(offsets.getLast().seconds()).append(" end)").toString();
  }

  private List<String> keys() {
    var keys = new ArrayList<String>();
    if (plan.question().interval() != null) {
      keys.add("step");
    }
    for (int i = 0; i < plan.question().dimensions().size(); i++) {
      keys.add("d" + i);
    }
    return keys;
  }

  private String groupBy() {
    var positions = positions();
    return positions.isEmpty() ? "" : "\ngroup by " + positions;
  }

  /** The keys by position: a column of the stream may be called like a key. */
  private String positions() {
    return IntStream.rangeClosed(1, keys().size())
        .mapToObj(String::valueOf)
        .collect(Collectors.joining(", "));
  }

  private String order() {
    var order = new ArrayList<String>();
    for (Question.Order by : plan.question().order()) {
      order.add(
          asked().get(by.measure()).ordered()
              + (by.descending() ? " desc" : " asc")
              + " nulls last");
    }
    keys().forEach(key -> order.add(key + " asc nulls first"));
    return order.isEmpty() ? "1" : String.join(", ", order);
  }
}
