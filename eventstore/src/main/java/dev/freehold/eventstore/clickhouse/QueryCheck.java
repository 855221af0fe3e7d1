package dev.freehold.eventstore.clickhouse;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Makes sure that a query reads nothing but streams in braces and parts of its own, by the server's
 * own syntax tree. That it cannot see another tenant's rows even so is not left to this: each query
 * runs with a filter of the tenant on every table.
 */
final class QueryCheck {

  private static final Set<String> FUNCTIONS =
      Set.of("numbers", "generate_series", "generateseries", "values");

  /** Functions that read something else than their arguments. */
  private static final Pattern READING =
      Pattern.compile(
          "(?:dict[gh].*|joinget.*|file|url|remote.*|s3.*|hdfs|cluster.*|mysql|postgresql|odbc|jdbc"
              + "|executable|merge|input|loop|sleep.*|hascolumnintable|getserversetting|catboost.*)");

  private static final Pattern PART = Pattern.compile("(?i)\\b([a-z_]\\w*)\\s+as\\s*(?:\\(|`)");

  private record Node(int depth, String text) {}

  private final Server server;
  private final Set<String> tables;

  /** Guards the names of all tables of the database, also those that are not declared any more. */
  QueryCheck(Server server, List<String> tables) {
    this.server = server;
    this.tables = Set.copyOf(tables);
  }

  void check(QueryText query) {
    var sql = query.sql();
    require(!query.template().isBlank(), "is empty", sql);
    var tree = tree(query);
    require(tree.getFirst().text().startsWith("SelectWithUnionQuery"), "is not one select", sql);
    var names = new HashSet<String>();
    PART.matcher(query.template())
        .results()
        .forEach(part -> names.add(part.group(1).toLowerCase(Locale.ROOT)));
    for (var name : names) {
      require(!tables.contains(name), "calls a part of its own " + name + " like a table", sql);
    }
    for (var piece : query.pieces()) {
      if (piece instanceof QueryText.Piece.Rows(var table)) {
        names.add(QueryText.marker(table));
      }
    }
    for (int i = 0; i < tree.size(); i++) {
      check(tree, i, names, sql);
    }
  }

  private void check(List<Node> tree, int at, Set<String> names, String sql) {
    var words = tree.get(at).text().split(" ");
    var name = words.length > 1 ? words[1] : "";
    switch (words[0]) {
      case "TableIdentifier" ->
          require(
              names.contains(name.toLowerCase(Locale.ROOT)),
              "reads from " + name + "; name streams in braces",
              sql);
      case "Function" -> {
        var function = name.toLowerCase(Locale.ROOT);
        require(!READING.matcher(function).matches(), "calls the function " + name, sql);
        if (at > 0 && tree.get(at - 1).text().startsWith("TableExpression")) {
          require(FUNCTIONS.contains(function), "reads from the function " + name, sql);
        }
      }
      // What stands after "in" may be a table without being called one in the tree.
      case "Identifier" -> require(!tables.contains(name), "names the table " + name, sql);
      case "ShowTables", "DescribeQuery", "Sample", "SampleRatio" ->
          require(false, "describes or samples a table", sql);
      default -> {}
    }
  }

  private List<Node> tree(QueryText query) {
    try {
      var nodes = new ArrayList<Node>();
      for (var line : server.read("explain ast " + query.template(), row -> row.getString(1))) {
        var text = line.stripLeading();
        nodes.add(new Node(line.length() - text.length(), text));
      }
      return nodes;
    } catch (RuntimeException e) {
      if (Server.refusal(e) != null) {
        throw new IllegalArgumentException(
            "the query is not understood: " + e.getMessage() + " in: " + query.sql(), e);
      }
      throw e;
    }
  }

  private static void require(boolean holds, String otherwise, String sql) {
    if (!holds) {
      throw new IllegalArgumentException("the query " + otherwise + ": " + sql);
    }
  }
}
