package dev.freehold.eventstore.clickhouse;

import static dev.freehold.eventstore.clickhouse.Layout.quoted;

import dev.freehold.eventstore.Filter;
import dev.freehold.eventstore.Interval;
import dev.freehold.eventstore.Level;
import dev.freehold.eventstore.Question;
import dev.freehold.eventstore.question.Piece;
import dev.freehold.eventstore.question.Plan;
import dev.freehold.eventstore.question.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A planned question in ClickHouse's SQL: a branch for each level over its buckets, one over the
 * rows that are not rolled up yet, and one over rows. Names come from the declared stream, times
 * are numbers, and the values of filters are bound.
 *
 * @param shape of the rollup that the plan reads, null when it reads rows alone
 * @param watermark rows received later, in microseconds, are not in the buckets yet
 */
record QuestionSql(
    Plan plan, EventTable table, @Nullable Shape shape, UUID tenant, long watermark) {

  QueryText.Bound toSql() {
    var parameters = new HashMap<String, Object>();
    boolean exact = plan.pieces().stream().allMatch(p -> p.source() instanceof Source.Rows);
    var branches = new ArrayList<String>();
    for (var source : bySource().entrySet()) {
      switch (source.getKey()) {
        case Source.Rows _ -> branches.add(ofRows(source.getValue(), exact, parameters));
        case Source.Rolled(_, var level) -> {
          branches.add(ofBuckets(level, source.getValue(), parameters));
          branches.add(ofTail(level, source.getValue(), parameters));
        }
      }
    }
    var sql =
        exact
            ? branches.getFirst() + "\nhaving count() > 0"
            : together(branches) + "\nhaving sum(" + Part.EVENTS + ") > 0";
    return new QueryText.Bound(
        sql + "\norder by " + order() + "\nlimit " + question().limit(), parameters);
  }

  private Question question() {
    return plan.question();
  }

  private Map<Source, List<Piece>> bySource() {
    var pieces = new LinkedHashMap<Source, List<Piece>>();
    plan.pieces().forEach(p -> pieces.computeIfAbsent(p.source(), _ -> new ArrayList<>()).add(p));
    return pieces;
  }

  private String together(List<String> branches) {
    var columns = new ArrayList<>(keys());
    for (int i = 0; i < question().measures().size(); i++) {
      columns.add(Part.value(question().measures().get(i)) + " as m" + i);
    }
    return "select "
        + String.join(",\n  ", columns)
        + "\nfrom (\n"
        + String.join("\nunion all\n", branches)
        + "\n)"
        + groupBy();
  }

  private String ofBuckets(Level level, List<Piece> pieces, Map<String, Object> parameters) {
    return branch(
        placed(Shape.BUCKET, level),
        parts().stream().map(part -> part.ofParts() + " as " + part.name()).toList(),
        Objects.requireNonNull(shape).table(level),
        within(Shape.BUCKET, pieces) + filtered(parameters));
  }

  /** Of the buckets' rows those that are not in them yet. */
  private String ofTail(Level level, List<Piece> pieces, Map<String, Object> parameters) {
    var time = quoted(table.stream().time());
    return branch(
        placed(Shape.bucket(level, time), level),
        parts().stream().map(part -> part.ofRows() + " as " + part.name()).toList(),
        table.table(),
        within(time, pieces)
            + filtered(parameters)
            + "\n  and received_at > "
            + EventTable.micros(watermark));
  }

  private String ofRows(List<Piece> pieces, boolean exact, Map<String, Object> parameters) {
    var time = quoted(table.stream().time());
    var columns = new ArrayList<String>();
    if (exact) {
      for (int i = 0; i < question().measures().size(); i++) {
        columns.add(Part.exactly(table.stream(), question().measures().get(i)) + " as m" + i);
      }
    } else {
      parts().forEach(part -> columns.add(part.ofRows() + " as " + part.name()));
    }
    return branch(time, columns, table.table(), within(time, pieces) + filtered(parameters));
  }

  private List<Part> parts() {
    return Part.of(table.stream(), question().measures());
  }

  private String branch(String place, List<String> measures, String from, String where) {
    var columns = new ArrayList<String>();
    if (question().interval() != null) {
      columns.add(step(question().interval(), place) + " as step");
    }
    for (int i = 0; i < question().dimensions().size(); i++) {
      columns.add("toString(" + quoted(question().dimensions().get(i)) + ") as d" + i);
    }
    columns.addAll(measures);
    return "select "
        + String.join(",\n  ", columns)
        + "\nfrom "
        + from
        + "\nwhere "
        + where
        + groupBy();
  }

  private String within(String time, List<Piece> pieces) {
    return pieces.stream()
        .map(
            piece ->
                "%1$s >= %2$s and %1$s < %3$s"
                    .formatted(time, EventTable.time(piece.from()), EventTable.time(piece.to())))
        .collect(Collectors.joining(" or ", "tenant_id = '" + tenant + "'\n  and (", ")"));
  }

  private String filtered(Map<String, Object> parameters) {
    var sql = new StringBuilder();
    for (var filter : question().filters()) {
      sql.append("\n  and ").append(holds(filter, parameters));
    }
    return sql.toString();
  }

  private static String holds(Filter filter, Map<String, Object> parameters) {
    var column = quoted(filter.column());
    var marks =
        filter.values().stream()
            .map(value -> bound(value, parameters))
            .collect(Collectors.joining(", "));
    return switch (filter.test()) {
      case IN -> column + " in (" + marks + ")";
      case NOT_IN -> "(" + column + " is null or " + column + " not in (" + marks + "))";
      case IS_NULL -> column + " is null";
      case NOT_NULL -> column + " is not null";
      case LESS -> column + " < " + marks;
      case AT_LEAST -> column + " >= " + marks;
    };
  }

  private static String bound(Object value, Map<String, Object> parameters) {
    var name = "p" + parameters.size();
    parameters.put(name, QueryText.text(value));
    return "{" + name + ":" + QueryText.type(value) + "}";
  }

  private String placed(String bucket, Level level) {
    long seconds = plan.place(level).toSeconds();
    return seconds == 0 ? bucket : "addSeconds(" + bucket + ", " + seconds + ")";
  }

  /** The key that {@link dev.freehold.eventstore.question.Steps#begin} understands. */
  private String step(Interval interval, String place) {
    var offset = offset(place);
    var local = "addSeconds(" + place + ", " + offset + ")";
    return switch (interval) {
      case MINUTE -> "addSeconds(toStartOfMinute(" + local + "), -" + offset + ")";
      case HOUR -> "addSeconds(toStartOfHour(" + local + "), -" + offset + ")";
      case DAY -> "toDateTime(toStartOfDay(" + local + "), 'UTC')";
      case WEEK -> "toDateTime(toStartOfWeek(" + local + ", 1), 'UTC')";
      case MONTH -> "toDateTime(toStartOfMonth(" + local + "), 'UTC')";
    };
  }

  private String offset(String place) {
    var offsets = plan.offsets();
    if (offsets.size() == 1) {
      return "(" + offsets.getFirst().seconds() + ")";
    }
    var cases = new StringBuilder("multiIf(");
    for (int i = 0; i + 1 < offsets.size(); i++) {
      cases
          .append(place)
          .append(" < ")
          .append(EventTable.time(offsets.get(i + 1).from()))
          .append(", ")
          .append(offsets.get(i).seconds())
          .append(", ");
    }
    return cases.append(offsets.getLast().seconds()).append(")").toString();
  }

  private List<String> keys() {
    var keys = new ArrayList<String>();
    if (question().interval() != null) {
      keys.add("step");
    }
    for (int i = 0; i < question().dimensions().size(); i++) {
      keys.add("d" + i);
    }
    return keys;
  }

  private String groupBy() {
    return keys().isEmpty() ? "" : "\ngroup by " + String.join(", ", keys());
  }

  private String order() {
    var order = new ArrayList<String>();
    for (var by : question().order()) {
      order.add("m" + by.measure() + (by.descending() ? " desc" : " asc") + " nulls last");
    }
    keys().forEach(key -> order.add(key + " asc nulls first"));
    return order.isEmpty() ? "1" : String.join(", ", order);
  }
}
