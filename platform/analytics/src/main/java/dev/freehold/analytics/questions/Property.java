package dev.freehold.analytics.questions;

import dev.freehold.analytics.AnalyticsStreams;
import dev.freehold.eventstore.Column;
import dev.freehold.eventstore.ColumnRole;
import dev.freehold.eventstore.ColumnType;
import dev.freehold.kernel.error.Invalid;
import java.util.Comparator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Something that events are told apart by: a column of the stream such as {@code country}, or a key
 * of its JSON such as {@code properties.plan}.
 */
public record Property(String name) {

  /** What stands for an event without the property. */
  public static final String NONE = "(none)";

  private static final String JSON = "properties.";
  private static final Pattern KEY = Pattern.compile("[^\"\\\\\\p{Cntrl}]{1,128}");
  private static final String KNOWN =
      AnalyticsStreams.EVENTS.columns().stream()
          .filter(Property::isOpen)
          .map(Column::name)
          .sorted(Comparator.naturalOrder())
          .collect(Collectors.joining(", "));

  /**
   * @param field what to call it in an error
   */
  public static Property of(String field, String name) {
    var known =
        name.startsWith(JSON)
            ? KEY.matcher(name.substring(JSON.length())).matches()
            : AnalyticsStreams.EVENTS.column(name).filter(Property::isOpen).isPresent();
    if (!known) {
      throw Invalid.field(field, "is not known: use properties.<key> or one of " + KNOWN);
    }
    return new Property(name);
  }

  private static boolean isOpen(Column column) {
    return column.role() != ColumnRole.DETAIL && !column.name().equals("kind");
  }

  public boolean isColumn() {
    return !name.startsWith(JSON);
  }

  /** Adds the value of the events {@code e} as text; null where there is none. */
  public void addText(SqlText sql) {
    if (!isColumn()) {
      sql.addJson("e.properties", name.substring(JSON.length()));
    } else if (type() == ColumnType.TEXT) {
      sql.add("e." + name);
    } else {
      sql.add(sql.asText("e." + name));
    }
  }

  /** Adds the value as a number; null where it is none. */
  public void addNumber(SqlText sql) {
    if (type() == ColumnType.DOUBLE) {
      sql.add("e." + name);
      return;
    }
    var text = sql.another();
    addText(text);
    var query = text.toQuery();
    sql.add(sql.asNumber(query.sql()), query.values().toArray());
  }

  /** Adds the value as text, {@link #NONE} where there is none. */
  public void addKey(SqlText sql) {
    sql.add("coalesce(");
    addText(sql);
    sql.add(", '" + NONE + "')");
  }

  private ColumnType type() {
    return AnalyticsStreams.EVENTS.column(name).map(Column::type).orElse(ColumnType.TEXT);
  }
}
