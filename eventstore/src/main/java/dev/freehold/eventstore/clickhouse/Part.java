package dev.freehold.eventstore.clickhouse;

import static dev.freehold.eventstore.clickhouse.Layout.quoted;

import dev.freehold.eventstore.ColumnType;
import dev.freehold.eventstore.Measure;
import dev.freehold.eventstore.Stream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One column of a sum that can be added to others of its kind: as it is kept in a rollup, made of
 * rows, and added up.
 *
 * <p>Distinct values are kept in {@code uniqCombined64(14)}, a standard error of 0.8 %, exact for a
 * few; distributions in {@code quantilesGK(1000)}, whose rank is within 0.1 % of the one asked.
 *
 * @param ofRows over rows of the stream
 * @param ofParts over columns of this name
 */
record Part(String name, String type, String ofRows, String ofParts) {

  static final String EVENTS = "_events";

  static final Part COUNT =
      new Part(EVENTS, "SimpleAggregateFunction(sum, UInt64)", "count()", "sum(" + EVENTS + ")");

  boolean isState() {
    return type.startsWith("AggregateFunction");
  }

  /** The part of what other engines know of a bucket, a text in a column of the same name. */
  String portable() {
    if (name.equals(EVENTS)) {
      return "sum(" + EVENTS + ")";
    }
    var pairs =
        "arrayMap(p -> splitByChar(':', p), if(text = '', [], splitByChar(',', text)))"
            .replace("text", "assumeNotNull(" + name + ")");
    if (name.endsWith("$distinct`")) {
      return "uniqCombined64StateArray(14)(arrayFlatten(arrayMap(p -> arrayMap(k -> concat(p[1],"
          + " '.', toString(k)), range(toUInt64(p[2]))), "
          + pairs
          + ")))";
    }
    if (name.endsWith("$spread`")) {
      return "quantilesGKStateArray(1000, 0.5)(arrayFlatten(arrayMap(p ->"
          + " arrayWithConstant(toUInt64(p[2]), toFloat64(p[1])), "
          + pairs
          + ")))";
    }
    var plain = type.replaceFirst("^SimpleAggregateFunction\\(\\w+, (.*)\\)$", "$1");
    var function = name.endsWith("$min`") ? "min" : name.endsWith("$max`") ? "max" : "sum";
    return function + "(cast(" + name + " as " + plain + "))";
  }

  /** What has to be kept for measures, each part once. */
  static List<Part> of(Stream stream, List<Measure> measures) {
    var parts = new ArrayList<Part>();
    parts.add(COUNT);
    for (var measure : measures) {
      for (var part : of(stream, measure)) {
        if (!parts.contains(part)) {
          parts.add(part);
        }
      }
    }
    return parts;
  }

  /** The value of a measure, over columns of its parts. */
  static String value(Measure measure) {
    return switch (measure) {
      case Measure.Count _ -> "sum(" + EVENTS + ")";
      case Measure.Sum(var column) ->
          "if(sum(%1$s) = 0, null, sum(%2$s))".formatted(present(column), sum(column));
      case Measure.Average(var column) ->
          "if(sum(%1$s) = 0, null, toFloat64(sum(%2$s)) / sum(%1$s))"
              .formatted(present(column), sum(column));
      case Measure.Min(var column) -> "min(" + column(column, "min") + ")";
      case Measure.Max(var column) -> "max(" + column(column, "max") + ")";
      case Measure.Distinct(var column) ->
          "uniqCombined64Merge(14)(" + column(column, "distinct") + ")";
      case Measure.Quantile(var column, var rank) ->
          "if(sum(%s) = 0, null, quantilesGKMerge(1000, %s)(%s)[1])"
              .formatted(present(column), rank(rank), column(column, "spread"));
    };
  }

  /** What an average is made of, over columns of parts: added up first and divided in the end. */
  static List<String> ofAverage(Measure.Average average) {
    return List.of("sum(" + sum(average.column()) + ")", "sum(" + present(average.column()) + ")");
  }

  /** The same over rows. */
  static List<String> ofAverage(Stream stream, Measure.Average average) {
    return List.of(sumOfRows(stream, average.column()), "count(" + quoted(average.column()) + ")");
  }

  /** The value of a measure, over rows and exact. */
  static String exactly(Stream stream, Measure measure) {
    return switch (measure) {
      case Measure.Count _ -> "count()";
      case Measure.Sum(var column) ->
          "if(count(%1$s) = 0, null, %2$s)".formatted(quoted(column), sumOfRows(stream, column));
      case Measure.Average(var column) ->
          "if(count(%1$s) = 0, null, toFloat64(%2$s) / count(%1$s))"
              .formatted(quoted(column), sumOfRows(stream, column));
      case Measure.Min(var column) -> "minOrNull(" + quoted(column) + ")";
      case Measure.Max(var column) -> "maxOrNull(" + quoted(column) + ")";
      case Measure.Distinct(var column) -> "uniqExact(" + quoted(column) + ")";
      // The engine takes the value behind the rank where we take the one before.
      case Measure.Quantile(var column, var rank) ->
          "quantileExactOrNull(%s)(%s)".formatted(rank(Math.max(0, rank - 1e-9)), quoted(column));
    };
  }

  private static List<Part> of(Stream stream, Measure measure) {
    return switch (measure) {
      case Measure.Count _ -> List.of();
      case Measure.Sum(var column) -> List.of(presence(column), total(stream, column));
      case Measure.Average(var column) -> List.of(presence(column), total(stream, column));
      case Measure.Min(var column) -> List.of(extreme(stream, column, "min"));
      case Measure.Max(var column) -> List.of(extreme(stream, column, "max"));
      case Measure.Distinct(var column) -> {
        var name = column(column, "distinct");
        yield List.of(
            new Part(
                name,
                "AggregateFunction(uniqCombined64(14), String)",
                "uniqCombined64StateIf(14)(ifNull(toString(%1$s), ''), %1$s is not null)"
                    .formatted(quoted(column)),
                "uniqCombined64MergeState(14)(" + name + ")"));
      }
      case Measure.Quantile(var column, _) -> {
        var name = column(column, "spread");
        yield List.of(
            presence(column),
            new Part(
                name,
                "AggregateFunction(quantilesGK(1000, 0.5), Float64)",
                "quantilesGKStateIf(1000, 0.5)(ifNull(toFloat64(%1$s), 0), %1$s is not null)"
                    .formatted(quoted(column)),
                "quantilesGKMergeState(1000, 0.5)(" + name + ")"));
      }
    };
  }

  private static Part presence(String column) {
    var name = present(column);
    return new Part(
        name,
        "SimpleAggregateFunction(sum, UInt64)",
        "count(" + quoted(column) + ")",
        "sum(" + name + ")");
  }

  private static Part total(Stream stream, String column) {
    var name = sum(column);
    return new Part(
        name,
        "SimpleAggregateFunction(sum, " + (isLong(stream, column) ? "Int128" : "Float64") + ")",
        "ifNull(" + sumOfRows(stream, column) + ", 0)",
        "sum(" + name + ")");
  }

  private static Part extreme(Stream stream, String column, String function) {
    var name = column(column, function);
    var type = "Nullable(" + (isLong(stream, column) ? "Int64" : "Float64") + ")";
    return new Part(
        name,
        "SimpleAggregateFunction(" + function + ", " + type + ")",
        function + "(toNullable(" + quoted(column) + "))",
        function + "(" + name + ")");
  }

  /** Whole numbers are added in 128 bits. */
  private static String sumOfRows(Stream stream, String column) {
    return isLong(stream, column)
        ? "sum(toInt128(" + quoted(column) + "))"
        : "sum(" + quoted(column) + ")";
  }

  private static boolean isLong(Stream stream, String column) {
    return stream.column(column).orElseThrow().type() == ColumnType.LONG;
  }

  private static String present(String column) {
    return column(column, "present");
  }

  private static String sum(String column) {
    return column(column, "sum");
  }

  /** No column of a stream begins like this, or has a dollar in it. */
  private static String column(String column, String what) {
    return quoted("_" + column + "$" + what);
  }

  private static String rank(double rank) {
    return String.format(Locale.ROOT, "%.10f", rank);
  }
}
