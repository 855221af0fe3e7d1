package dev.freehold.analytics.console;

import dev.freehold.analytics.boards.Chart;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A chart's table as comma-separated values.
 *
 * <p>Source: RFC 4180. A text that a spreadsheet would take for a formula gets an apostrophe in
 * front.
 */
public final class ChartCsv {

  private ChartCsv() {}

  public static String write(Chart chart) {
    var header = new ArrayList<String>();
    header.add(chart.first());
    chart.columns().forEach(column -> header.add(column.name()));
    var text = new StringBuilder(line(header));
    for (var row : chart.rows()) {
      var cells = new ArrayList<String>();
      cells.add(row.label());
      row.cells()
          .forEach(cell -> cells.add(cell.value() == null ? "" : cell.value().toPlainString()));
      text.append(line(cells));
    }
    return text.toString();
  }

  private static String line(List<String> cells) {
    return cells.stream().map(ChartCsv::safe).collect(Collectors.joining(",")) + "\r\n";
  }

  private static String safe(String cell) {
    boolean formula =
        !cell.isEmpty()
            && "=+-@\t\r".indexOf(cell.charAt(0)) >= 0
            && !cell.matches("-?\\d+(\\.\\d+)?");
    var text = formula ? "'" + cell : cell;
    return text.chars().anyMatch(c -> ",\"\r\n".indexOf(c) >= 0)
        ? '"' + text.replace("\"", "\"\"") + '"'
        : text;
  }
}
