package dev.freehold.attribution;

import dev.freehold.attribution.credit.CreditModel;
import dev.freehold.attribution.credit.CreditRow;
import dev.freehold.attribution.credit.GroupBy;
import dev.freehold.attribution.credit.Revenue;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A credit report as comma-separated values.
 *
 * <p>Source: RFC 4180. A text that a spreadsheet would take for a formula gets an apostrophe in
 * front.
 */
final class CreditCsv {

  private CreditCsv() {}

  static String write(
      List<GroupBy> keys, List<CreditRow> rows, List<CreditModel> models, Currency currency) {
    var text = new StringBuilder(line(header(keys, models)));
    for (var row : rows) {
      var cells = new ArrayList<String>();
      keys.forEach(key -> cells.add(safe(row.keys().getOrDefault(key.wireName(), ""))));
      for (var model : models) {
        var credit = row.under(model);
        cells.add(credit.conversions().toPlainString());
        cells.add(Revenue.format(credit.revenue(), currency));
        cells.add(Long.toString(credit.users()));
      }
      cells.add(Long.toString(row.touches()));
      text.append(line(cells));
    }
    return text.toString();
  }

  private static List<String> header(List<GroupBy> keys, List<CreditModel> models) {
    var cells = new ArrayList<String>();
    keys.forEach(key -> cells.add(key.wireName()));
    for (var model : models) {
      var suffix = models.size() == 1 ? "" : "_" + model.wireName();
      cells.add("conversions" + suffix);
      cells.add("revenue" + suffix);
      cells.add("users" + suffix);
    }
    cells.add("touches");
    return cells;
  }

  private static String safe(String text) {
    return !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
  }

  private static String line(List<String> cells) {
    return cells.stream().map(CreditCsv::quoted).collect(Collectors.joining(",")) + "\r\n";
  }

  private static String quoted(String cell) {
    return cell.chars().anyMatch(c -> ",\"\r\n".indexOf(c) >= 0)
        ? '"' + cell.replace("\"", "\"\"") + '"'
        : cell;
  }
}
