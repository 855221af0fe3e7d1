package dev.freehold.analytics.questions;

import dev.freehold.eventstore.Dialect;
import dev.freehold.eventstore.Query;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement that grows piece by piece, each with the values of its question marks, and the few
 * words that the engines spell differently.
 */
public final class SqlText {

  private final Dialect dialect;
  private final StringBuilder text = new StringBuilder();
  private final List<@Nullable Object> values = new ArrayList<>();

  public SqlText(Dialect dialect) {
    this.dialect = dialect;
  }

  /** An empty statement for the same engine. */
  public SqlText another() {
    return new SqlText(dialect);
  }

  public SqlText add(String piece, @Nullable Object... bound) {
    text.append(piece);
    values.addAll(Arrays.asList(bound));
    return this;
  }

  public SqlText add(SqlText other) {
    text.append(other.text);
    values.addAll(other.values);
    return this;
  }

  /** Question marks for all of some values, with commas. */
  public SqlText addAll(List<?> bound) {
    text.append(String.join(", ", bound.stream().map(_ -> "?").toList()));
    values.addAll(bound);
    return this;
  }

  public Query toQuery() {
    return new Query(text.toString(), values);
  }

  /** A common table expression that is computed once. */
  public String materialized() {
    return switch (dialect) {
      case DUCKDB -> "as materialized";
      case CLICKHOUSE -> "as";
    };
  }

  /** Microseconds of UTC of a column of times. */
  public String micros(String column) {
    return switch (dialect) {
      case DUCKDB -> "epoch_us(" + column + ")";
      case CLICKHOUSE -> "toUnixTimestamp64Micro(" + column + ")";
    };
  }

  /** Whole division of numbers that are not negative. */
  public String div(String number, String by) {
    return switch (dialect) {
      case DUCKDB -> "(" + number + ") // " + by;
      case CLICKHOUSE -> "intDiv(" + number + ", " + by + ")";
    };
  }

  /** What follows a star to leave a column out. */
  public String without(String column) {
    return switch (dialect) {
      case DUCKDB -> "exclude (" + column + ")";
      case CLICKHOUSE -> "except (" + column + ")";
    };
  }

  /** The first of some values by another, that of the least. */
  public String first(String value, String by) {
    return switch (dialect) {
      case DUCKDB -> "arg_min(" + value + ", " + by + ")";
      case CLICKHOUSE -> "argMin(" + value + ", " + by + ")";
    };
  }

  /** The last of some values by another, that of the greatest. */
  public String last(String value, String by) {
    return switch (dialect) {
      case DUCKDB -> "arg_max(" + value + ", " + by + ")";
      case CLICKHOUSE -> "argMax(" + value + ", " + by + ")";
    };
  }

  /** The middle value, or the mean of the two in the middle; null of none. */
  public String median(String value) {
    return switch (dialect) {
      case DUCKDB -> "median(" + value + ")";
      case CLICKHOUSE -> "quantileExactInclusiveOrNull(0.5)(" + value + ")";
    };
  }

  /** The pattern of texts that hold another. */
  public static String containing(String text) {
    return "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
  }

  /** What follows a pattern whose special characters are escaped with a backslash. */
  public String likeEscape() {
    return switch (dialect) {
      case DUCKDB -> " escape '\\'";
      case CLICKHOUSE -> "";
    };
  }

  /** Any column as text. */
  public String asText(String column) {
    return switch (dialect) {
      case DUCKDB -> column + "::varchar";
      case CLICKHOUSE -> "toString(" + column + ")";
    };
  }

  /** A text as a number, null where it is none. */
  public String asNumber(String expression) {
    return switch (dialect) {
      case DUCKDB -> "try_cast(" + expression + " as double)";
      case CLICKHOUSE -> "toFloat64OrNull(" + expression + ")";
    };
  }

  /** Adds a top-level key of a column of JSON, as text; null where it is missing or null. */
  public SqlText addJson(String column, String key) {
    return switch (dialect) {
      case DUCKDB -> add("json_extract_string(" + column + ", ?)", "$.\"" + key + "\"");
      case CLICKHOUSE ->
          add(
              """
              nullIf(nullIf(if(JSONType(ifNull(%1$s, ''), ?) = 'String', \
              JSONExtractString(ifNull(%1$s, ''), ?), \
              JSONExtractRaw(ifNull(%1$s, ''), ?)), ''), 'null')\
              """
                  .formatted(column),
              key,
              key,
              key);
    };
  }

  /**
   * The person of an event beside the row that says who an id turned out to be, if there is one.
   */
  public String person() {
    return switch (dialect) {
      case DUCKDB -> "coalesce(k.person, e.person_id)";
      case CLICKHOUSE -> "assumeNotNull(if(ifNull(k.id, '') = '', e.person_id, k.person))";
    };
  }

  /** The same for {@link #hash numbers}; {@code k} then has numbers too. */
  public String numbered(String id) {
    return switch (dialect) {
      case DUCKDB -> "coalesce(k.person, hash(" + id + "))";
      case CLICKHOUSE -> "assumeNotNull(if(ifNull(k.id, 0) = 0, sipHash64(" + id + "), k.person))";
    };
  }

  /** A text as a number of 64 bits, which is joined and grouped several times as fast. */
  public String hash(String text) {
    return switch (dialect) {
      case DUCKDB -> "hash(" + text + ")";
      case CLICKHOUSE -> "sipHash64(" + text + ")";
    };
  }
}
