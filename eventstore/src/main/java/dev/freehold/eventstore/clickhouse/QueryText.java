package dev.freehold.eventstore.clickhouse;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The text of a query cut at its streams and its question marks. */
record QueryText(String sql, List<Piece> pieces) {

  /** A part of a query. */
  sealed interface Piece {
    record Text(String sql) implements Piece {}

    record Rows(EventTable table) implements Piece {}

    record Value(int at) implements Piece {}
  }

  /** Literals, quoted names and comments, in which nothing has a meaning, or what has one. */
  private static final Pattern PIECE =
      Pattern.compile(
          """
          '(?:[^'\\\\]|\\\\.|'')*'|"(?:[^"\\\\]|\\\\.)*"|`(?:[^`\\\\]|\\\\.)*`|--[^\\n]*|/\\*.*?\\*/\
          |\\{([a-z][a-z0-9_]*)\\}|(\\?)|(;)|(\\$[A-Za-z0-9_]*\\$|\\{)""",
          Pattern.DOTALL);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS");

  /** A query ready to run. */
  record Bound(String sql, Map<String, Object> parameters) {}

  static QueryText parse(String sql, Map<String, EventTable> tables) {
    var pieces = new ArrayList<Piece>();
    var matcher = PIECE.matcher(sql);
    int from = 0;
    int values = 0;
    while (matcher.find()) {
      var name = matcher.group(1);
      if (matcher.group(3) != null || matcher.group(4) != null) {
        throw new IllegalArgumentException(
            "the query holds " + matcher.group() + ", which none of ours does: " + sql);
      }
      if (name == null && matcher.group(2) == null) {
        continue;
      }
      pieces.add(new Piece.Text(sql.substring(from, matcher.start())));
      if (name == null) {
        pieces.add(new Piece.Value(values++));
      } else {
        var table = tables.get(name);
        if (table == null) {
          throw new IllegalArgumentException("no stream " + name + " is declared: " + sql);
        }
        pieces.add(new Piece.Rows(table));
      }
      from = matcher.end();
    }
    pieces.add(new Piece.Text(sql.substring(from)));
    return new QueryText(sql, List.copyOf(pieces));
  }

  /** As it is checked: each stream a table whose name no other can have, each value a null. */
  String template() {
    return with(table -> "`" + marker(table) + "`", _ -> "NULL");
  }

  static String marker(EventTable table) {
    return "{" + table.name() + "}";
  }

  /** As it runs: the tenant's rows in the place of each stream, values apart from the text. */
  Bound bind(List<@Nullable Object> values, Function<EventTable, String> rows) {
    long wanted = pieces.stream().filter(Piece.Value.class::isInstance).count();
    if (wanted != values.size()) {
      throw new IllegalArgumentException(
          "the query has %d question marks for %d values: %s"
              .formatted(wanted, values.size(), sql));
    }
    var parameters = new HashMap<String, Object>();
    var text =
        with(
            rows,
            at -> {
              var value = values.get(at);
              if (value == null) {
                return "NULL";
              }
              parameters.put("p" + at, text(value));
              return "{p" + at + ":" + type(value) + "}";
            });
    return new Bound(text, parameters);
  }

  private String with(Function<EventTable, String> rows, Function<Integer, String> value) {
    var text = new StringBuilder();
    for (var piece : pieces) {
      text.append(
          switch (piece) {
            case Piece.Text(var part) -> part;
            case Piece.Rows(var table) -> rows.apply(table);
            case Piece.Value(var at) -> value.apply(at);
          });
    }
    return text.toString();
  }

  static String type(Object value) {
    return switch (value) {
      case String _ -> "String";
      case Long _, Integer _ -> "Int64";
      case Double _ -> "Float64";
      case Boolean _ -> "Bool";
      case UUID _ -> "UUID";
      case Instant _ -> "DateTime64(6, 'UTC')";
      default -> throw unknown(value);
    };
  }

  static String text(Object value) {
    return switch (value) {
      case String text -> text;
      case Instant instant -> TIME.format(LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
      case Long _, Integer _, Double _, Boolean _, UUID _ -> value.toString();
      default -> throw unknown(value);
    };
  }

  private static IllegalArgumentException unknown(Object value) {
    return new IllegalArgumentException("a value of a query is a " + value.getClass().getName());
  }
}
