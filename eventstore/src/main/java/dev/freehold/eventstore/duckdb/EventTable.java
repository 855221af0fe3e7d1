package dev.freehold.eventstore.duckdb;

import dev.freehold.eventstore.Column;
import dev.freehold.eventstore.ColumnType;
import dev.freehold.eventstore.Stream;
import dev.freehold.eventstore.intake.Declaration;
import java.util.List;
import java.util.stream.Collectors;

/** The table of a stream that was found to be well declared. */
final class EventTable {

  static final String TENANT = Declaration.TENANT;
  static final String RECEIVED = Declaration.RECEIVED;

  private final Declaration declaration;

  EventTable(Stream stream) {
    declaration = new Declaration(stream);
  }

  Declaration declaration() {
    return declaration;
  }

  Stream stream() {
    return declaration.stream();
  }

  String name() {
    return declaration.name();
  }

  List<Column> columns() {
    return declaration.columns();
  }

  int indexOf(String column) {
    return declaration.indexOf(column);
  }

  String create() {
    return columns().stream()
        .map(column -> definition(column) + (column.required() ? " not null" : ""))
        .collect(
            Collectors.joining(
                ", ",
                "create table \"" + name() + "\" (" + TENANT + " uuid not null, ",
                ", " + RECEIVED + " timestamp not null)"));
  }

  String add(Column column) {
    return "alter table \"" + name() + "\" add column " + definition(column);
  }

  static String sqlType(ColumnType type) {
    return switch (type) {
      case UUID -> "UUID";
      case TEXT -> "VARCHAR";
      case LONG -> "BIGINT";
      case DOUBLE -> "DOUBLE";
      case BOOLEAN -> "BOOLEAN";
      case TIMESTAMP -> "TIMESTAMP";
    };
  }

  /** Names are checked against a pattern, but may still be words of SQL. */
  static String quoted(String name) {
    return "\"" + name + "\"";
  }

  private static String definition(Column column) {
    return quoted(column.name()) + " " + sqlType(column.type());
  }
}
