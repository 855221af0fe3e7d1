package dev.freehold.analytics.usage;

import dev.freehold.kernel.http.Csv;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reports of usage as comma-separated values: a column for each field of a row. */
final class UsageCsv {

  private UsageCsv() {}

  static String ofModels(UsageReport report) {
    return write(
        UsageReport.Row.class,
        report.rows().stream()
            .map(
                row ->
                    cells(
                        row.step(),
                        row.projectId(),
                        row.programId(),
                        row.type(),
                        row.model(),
                        row.status(),
                        row.userId(),
                        row.apiKeyId(),
                        row.requests(),
                        row.inputTokens(),
                        row.outputTokens(),
                        row.cacheReadTokens(),
                        row.cacheWrite_5mTokens(),
                        row.cacheWrite_1hTokens(),
                        row.quantity(),
                        row.cost(),
                        row.averageLatency(),
                        row.users()))
            .toList());
  }

  static String ofTools(McpUsageReport report) {
    return write(
        McpUsageReport.Row.class,
        report.rows().stream()
            .map(
                row ->
                    cells(
                        row.step(),
                        row.serverId(),
                        row.tool(),
                        row.status(),
                        row.projectId(),
                        row.userId(),
                        row.calls(),
                        row.inputSize(),
                        row.outputSize(),
                        row.averageLatency(),
                        row.users()))
            .toList());
  }

  private static String write(Class<? extends Record> row, List<List<String>> rows) {
    var names =
        Arrays.stream(row.getRecordComponents())
            .map(component -> snakeCase(component.getName()))
            .toList();
    var text = new StringBuilder(Csv.line(names));
    rows.forEach(cells -> text.append(Csv.line(cells)));
    return text.toString();
  }

  private static List<String> cells(@Nullable Object... values) {
    var cells = new ArrayList<String>();
    for (var value : values) {
      cells.add(Csv.safe(value == null ? null : value.toString()));
    }
    return cells;
  }

  private static String snakeCase(String name) {
    return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }
}
