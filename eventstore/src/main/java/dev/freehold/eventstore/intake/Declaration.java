package dev.freehold.eventstore.intake;

import dev.freehold.eventstore.Column;
import dev.freehold.eventstore.ColumnType;
import dev.freehold.eventstore.Stream;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/** A stream that was found to be well declared. */
public final class Declaration {

  public static final String TENANT = "tenant_id";
  public static final String RECEIVED = "received_at";

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");
  private static final int MAX_COLUMNS = 200;

  private final Stream stream;
  private final int id;

  /**
   * Checks a stream.
   *
   * @throws IllegalArgumentException when it is badly declared
   */
  public Declaration(Stream stream) {
    this.stream = stream;
    check();
    id = indexOf(stream.id());
  }

  public Stream stream() {
    return stream;
  }

  public String name() {
    return stream.name();
  }

  public List<Column> columns() {
    return stream.columns();
  }

  /** Where a row holds its event id. */
  public int id() {
    return id;
  }

  /** Where a row holds a column, -1 for none of its columns. */
  public int indexOf(String column) {
    for (int i = 0; i < columns().size(); i++) {
      if (columns().get(i).name().equals(column)) {
        return i;
      }
    }
    return -1;
  }

  private void check() {
    require(NAME.matcher(name()).matches(), "is no valid name");
    require(columns().size() <= MAX_COLUMNS, "has more than " + MAX_COLUMNS + " columns");
    var names = new HashSet<String>();
    for (var column : columns()) {
      require(NAME.matcher(column.name()).matches(), column.name() + " is no valid column name");
      require(
          !column.name().equals(TENANT) && !column.name().equals(RECEIVED),
          "the column " + column.name() + " is the store's own");
      require(names.add(column.name()), "the column " + column.name() + " is declared twice");
    }
    requireColumn("id", stream.id(), ColumnType.TEXT, true);
    requireColumn("time", stream.time(), ColumnType.TIMESTAMP, true);
    requireColumn("person", stream.person(), ColumnType.TEXT, false);
    require(!stream.sort().isEmpty(), "is sorted by nothing");
    for (var column : stream.sort()) {
      require(indexOf(column) >= 0, "is sorted by " + column + ", which it does not have");
    }
  }

  private void requireColumn(String role, String name, ColumnType type, boolean required) {
    int at = indexOf(name);
    require(at >= 0, "its " + role + " column " + name + " is not among its columns");
    var column = columns().get(at);
    require(column.type() == type, "its " + role + " column " + name + " must be " + type);
    require(
        column.required() || !required, "its " + role + " column " + name + " must be required");
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException("stream " + name() + ": " + otherwise);
    }
  }
}
