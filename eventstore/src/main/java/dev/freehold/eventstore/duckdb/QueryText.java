package dev.freehold.eventstore.duckdb;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The text of a query cut at its streams: {@code select * from {visits} v} is the texts {@code
 * select * from } and {@code v} around the stream {@code visits}.
 */
record QueryText(List<String> texts, List<EventTable> streams) {

  /** Literals, quoted names and comments, in which braces mean nothing, or a stream in braces. */
  private static final Pattern PIECE =
      Pattern.compile(
          """
          '(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\\n]*|/\\*.*?\\*/|\\{([a-z][a-z0-9_]*)\\}""",
          Pattern.DOTALL);

  static QueryText parse(String sql, Map<String, EventTable> tables) {
    var texts = new ArrayList<String>();
    var streams = new ArrayList<EventTable>();
    var matcher = PIECE.matcher(sql);
    int from = 0;
    while (matcher.find()) {
      var name = matcher.group(1);
      if (name != null) {
        var table = tables.get(name);
        if (table == null) {
          throw new IllegalArgumentException("no stream " + name + " is declared: " + sql);
        }
        texts.add(sql.substring(from, matcher.start()));
        streams.add(table);
        from = matcher.end();
      }
    }
    texts.add(sql.substring(from));
    return new QueryText(List.copyOf(texts), List.copyOf(streams));
  }

  /** As it runs, with the rows of a tenant for each stream. */
  String over(Function<EventTable, String> rows) {
    return with(rows);
  }

  /** As it is checked: each stream a table whose name no other can have. */
  String template() {
    return with(table -> "\"" + marker(table) + "\"");
  }

  static String marker(EventTable table) {
    return "{" + table.name() + "}";
  }

  private String with(Function<EventTable, String> rows) {
    var sql = new StringBuilder(texts.getFirst());
    for (int i = 0; i < streams.size(); i++) {
      sql.append(rows.apply(streams.get(i))).append(texts.get(i + 1));
    }
    return sql.toString();
  }
}
