package dev.freehold.eventstore.duckdb;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Lets a query pass when the engine's own parser finds one SELECT that reads from nothing but
 * streams in braces, its common table expressions, subqueries and series.
 */
final class QueryCheck {

  private static final String TEXT = "(?:[^\"\\\\]|\\\\.)*";
  private static final String STRING = "\"(" + TEXT + ")\"";
  private static final String WHERE =
      "(?:\"alias\":\""
          + TEXT
          + "\",)?"
          + "(?:\"query_location\":\\d+,)?(?:\"query_location_length\":\\d+,)?";
  private static final Pattern ANY_TABLE = Pattern.compile("\"type\":\"BASE_TABLE\"");
  private static final Pattern PLAIN_TABLE =
      Pattern.compile(
          "\"type\":\"BASE_TABLE\","
              + WHERE
              + "\"table_name\":"
              + STRING
              + ",\"qualified_name\":"
              + "\\{\"path\":\\["
              + STRING
              + "\\]\\}");
  private static final Pattern ANY_FUNCTION = Pattern.compile("\"type\":\"TABLE_FUNCTION\"");
  private static final Pattern PLAIN_FUNCTION =
      Pattern.compile(
          "\"type\":\"TABLE_FUNCTION\","
              + WHERE
              + "\"function\":\\{\"class\":\"FUNCTION\","
              + "\"type\":\"FUNCTION\",(?:\"query_location\":\\d+,)?"
              + "(?:\"query_location_length\":\\d+,)?\"function_name\":"
              + STRING);
  private static final Pattern SHOW = Pattern.compile("\"type\":\"SHOW_REF\"");
  private static final Pattern NAMED = Pattern.compile("\\{\"key\":" + STRING + ",\"value\":\\{");
  private static final Set<String> FUNCTIONS = Set.of("range", "generate_series", "unnest");

  private final Set<String> tables;

  /** Guards the names of all tables of the file, also those that are not declared any more. */
  QueryCheck(List<String> tables) {
    this.tables = Set.copyOf(tables);
  }

  void check(QueryText query, Connection connection) throws SQLException {
    var sql = query.template();
    var tree = parse(sql, connection);
    var names = new HashSet<String>();
    find(NAMED, tree).forEach(m -> names.add(m.group(1).toLowerCase(Locale.ROOT)));
    for (var name : names) {
      // Such a name would hide the table in one scope and show it in another.
      require(!tables.contains(name), "calls a part of its own " + name + " like a table", sql);
    }
    query.streams().forEach(stream -> names.add(QueryText.marker(stream)));
    require(!SHOW.matcher(tree).find(), "describes tables", sql);
    var plain = find(PLAIN_TABLE, tree);
    require(plain.size() == find(ANY_TABLE, tree).size(), "qualifies or samples a table", sql);
    for (var table : plain) {
      var name = table.group(1);
      require(
          name.equals(table.group(2)) && names.contains(name.toLowerCase(Locale.ROOT)),
          "reads from " + name + "; name streams in braces",
          sql);
    }
    var functions = find(PLAIN_FUNCTION, tree);
    require(functions.size() == find(ANY_FUNCTION, tree).size(), "reads from a function", sql);
    for (var function : functions) {
      require(
          FUNCTIONS.contains(function.group(1).toLowerCase(Locale.ROOT)),
          "reads from the function " + function.group(1),
          sql);
    }
  }

  private static String parse(String sql, Connection connection) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            select tree, coalesce(tree ->> 'error_message', ''),
              coalesce(json_array_length(tree -> 'statements'), 0)
            from (select json_serialize_sql(
              ?, skip_null := true, skip_empty := true, skip_default := true) as tree)
            """)) {
      statement.setString(1, sql);
      try (var rows = statement.executeQuery()) {
        rows.next();
        require(rows.getString(2).isEmpty(), "is not understood: " + rows.getString(2), sql);
        require(rows.getLong(3) == 1, "is not one statement", sql);
        return rows.getString(1);
      }
    }
  }

  private static List<MatchResult> find(Pattern pattern, String tree) {
    return pattern.matcher(tree).results().toList();
  }

  private static void require(boolean holds, String otherwise, String sql) {
    if (!holds) {
      throw new IllegalArgumentException("the query " + otherwise + ": " + sql);
    }
  }
}
