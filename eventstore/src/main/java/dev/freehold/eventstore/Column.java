package dev.freehold.eventstore;

/** One column of a {@link Stream}; a row may leave it null unless it is required. */
public record Column(String name, ColumnType type, boolean required, ColumnRole role) {

  public static Column required(String name, ColumnType type) {
    return new Column(name, type, true, ColumnRole.DETAIL);
  }

  public static Column optional(String name, ColumnType type) {
    return new Column(name, type, false, ColumnRole.DETAIL);
  }

  public Column as(ColumnRole newRole) {
    return new Column(name, type, required, newRole);
  }
}
