package dev.freehold.attribution;

import dev.freehold.attribution.credit.CreditModel;
import dev.freehold.attribution.credit.CreditRow;
import dev.freehold.attribution.credit.GroupBy;
import dev.freehold.attribution.credit.Revenue;
import dev.freehold.kernel.http.Csv;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;

/** A credit report as comma-separated values. */
final class CreditCsv {

  private CreditCsv() {}

  static String write(
      List<GroupBy> keys, List<CreditRow> rows, List<CreditModel> models, Currency currency) {
    var text = new StringBuilder(Csv.line(header(keys, models)));
    for (var row : rows) {
      var cells = new ArrayList<String>();
      keys.forEach(key -> cells.add(Csv.safe(row.keys().getOrDefault(key.wireName(), ""))));
      for (var model : models) {
        var credit = row.under(model);
        cells.add(credit.conversions().toPlainString());
        cells.add(Revenue.format(credit.revenue(), currency));
        cells.add(Long.toString(credit.users()));
      }
      cells.add(Long.toString(row.touches()));
      text.append(Csv.line(cells));
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
}
