package dev.freehold.attribution.credit;

import dev.freehold.eventstore.Dialect;
import java.util.List;

/** The few words that the engines spell differently, in statements about touches and credit. */
public record Words(Dialect dialect) {

  private boolean isDuckDb() {
    return dialect == Dialect.DUCKDB;
  }

  /** Before a common table expression; ClickHouse computes it wherever it is named. */
  public String materialized() {
    return isDuckDb() ? "as materialized" : "as";
  }

  /** The value of the least. */
  public String first(String value, String by) {
    return (isDuckDb() ? "arg_min(" : "argMin(") + value + ", " + by + ")";
  }

  /** Microseconds of UTC. */
  public String micros(String time) {
    return (isDuckDb() ? "epoch_us(" : "toUnixTimestamp64Micro(") + time + ")";
  }

  /** The day of a time in the zone that is bound. */
  String day(String time) {
    return isDuckDb()
        ? "timezone(:zone, timezone('UTC', " + time + "))::date"
        : "toDate(" + time + ", :zone)";
  }

  public String text(String value) {
    return isDuckDb() ? value + "::varchar" : "toString(" + value + ")";
  }

  /** A value that is bound, a text. */
  public String boundText(String name) {
    return isDuckDb() ? name + "::varchar" : name;
  }

  /** A value that is bound, a time. */
  public String boundTime(String name) {
    return isDuckDb() ? name + "::timestamp" : name;
  }

  /**
   * Numbers rows. Where an expression is computed more than once, the numbers must be the same.
   *
   * @param by what rows differ in
   */
  String number(List<String> by) {
    return isDuckDb()
        ? "row_number() over ()"
        : "toInt64(row_number() over (order by " + String.join(", ", by) + "))";
  }

  String small(String number) {
    return isDuckDb() ? number + "::integer" : "toInt64(" + number + ")";
  }

  String whole(String number) {
    return isDuckDb() ? number + "::bigint" : "toInt64(" + number + ")";
  }

  /** Counts and places, which are negative in no row but in what is computed of them. */
  String place(String count) {
    return isDuckDb() ? count : "toInt64(" + count + ")";
  }

  String fraction(String number) {
    return isDuckDb() ? number + "::double" : "toFloat64(" + number + ")";
  }

  /** A sum that may be larger than 64 bits. */
  String sum(String number) {
    return isDuckDb() ? "sum(" + number + ")" : "sum(toInt128(" + number + "))";
  }

  /** Whole division of numbers that are not negative. */
  String divide(String number, String by) {
    return isDuckDb() ? number + " // " + by : "intDiv(" + number + ", " + by + ")";
  }

  String any(String condition) {
    return (isDuckDb() ? "bool_or(" : "max(") + condition + ")";
  }

  /** How many rows fulfil a condition. */
  String countIf(String condition) {
    return isDuckDb() ? "count(*) filter (" + condition + ")" : "countIf(" + condition + ")";
  }

  /** How many values there are in the rows that fulfil a condition. */
  public String countIf(String value, String condition) {
    return isDuckDb()
        ? "count(" + value + ") filter (" + condition + ")"
        : "countIf(" + value + " is not null and " + condition + ")";
  }

  /** One of two columns of the same name, under that name. */
  public String column(String table, String name) {
    return table + "." + name + (isDuckDb() ? "" : " as " + name);
  }

  /** What follows a star to leave columns out. */
  String without(String columns) {
    return (isDuckDb() ? "exclude (" : "except (") + columns + ")";
  }
}
