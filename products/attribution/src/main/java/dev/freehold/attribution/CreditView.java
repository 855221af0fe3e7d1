package dev.freehold.attribution;

import dev.freehold.attribution.credit.CreditModel;
import dev.freehold.attribution.credit.CreditRow;
import dev.freehold.attribution.credit.GroupBy;
import dev.freehold.attribution.credit.Revenue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the credit report shows.
 *
 * @param organic conversions that no touch led to
 * @param rows by credit under the chosen model, most first
 * @param bars what the chart shows: the first rows with touches, and the others as one
 */
public record CreditView(
    CreditControls controls, Credit total, BigDecimal organic, List<Row> rows, List<Row> bars) {

  static final int BARS = 8;

  /** Conversions and revenue, the latter in the app's currency. */
  public record Credit(BigDecimal conversions, BigDecimal revenue) {

    static final Credit NONE = new Credit(BigDecimal.ZERO, BigDecimal.ZERO);

    Credit plus(Credit other) {
      return new Credit(conversions.add(other.conversions), revenue.add(other.revenue));
    }

    public BigDecimal measured(CreditControls controls) {
      return controls.revenue() ? revenue : conversions;
    }
  }

  /**
   * One campaign, or whatever the report groups by.
   *
   * @param key its value; null for the sum of several
   * @param share of all credit under the chosen model, in what is measured
   */
  public record Row(
      @Nullable String key, String name, Map<CreditModel, Credit> credits, BigDecimal share) {

    public Credit under(CreditModel model) {
      return credits.getOrDefault(model, Credit.NONE);
    }

    public BigDecimal least(CreditControls controls) {
      return credits.values().stream()
          .map(credit -> credit.measured(controls))
          .reduce(BigDecimal::min)
          .orElse(BigDecimal.ZERO);
    }

    public BigDecimal most(CreditControls controls) {
      return credits.values().stream()
          .map(credit -> credit.measured(controls))
          .reduce(BigDecimal::max)
          .orElse(BigDecimal.ZERO);
    }

    boolean isOrganic() {
      return GroupBy.ORGANIC.equals(key);
    }
  }

  static CreditView of(CreditControls controls, List<CreditRow> found) {
    var total = Credit.NONE;
    var organic = BigDecimal.ZERO;
    for (var row : found) {
      var credit = credit(controls, row.under(controls.model()));
      total = total.plus(credit);
      if (row.keys().containsValue(GroupBy.ORGANIC)) {
        organic = organic.add(credit.conversions());
      }
    }
    var whole = total.measured(controls);
    var rows =
        found.stream()
            .map(row -> row(controls, row, whole))
            .sorted(
                Comparator.comparing((Row row) -> row.under(controls.model()).measured(controls))
                    .reversed()
                    .thenComparing(Row::name))
            .toList();
    return new CreditView(controls, total, organic, rows, bars(rows));
  }

  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /** The part of the conversions that touches led to. */
  public BigDecimal knownShare() {
    return share(total.conversions().subtract(organic), total.conversions());
  }

  private static Row row(CreditControls controls, CreditRow row, BigDecimal whole) {
    var credits = new EnumMap<CreditModel, Credit>(CreditModel.class);
    row.credits().forEach((model, credit) -> credits.put(model, credit(controls, credit)));
    var key = row.keys().getOrDefault(controls.groupBy().wireName(), GroupBy.NONE);
    var measured = credit(controls, row.under(controls.model())).measured(controls);
    return new Row(key, name(key), credits, share(measured, whole));
  }

  private static Credit credit(CreditControls controls, CreditRow.Credit credit) {
    return new Credit(
        credit.conversions(),
        new BigDecimal(credit.revenue(), Revenue.decimals(controls.app().currency())));
  }

  private static List<Row> bars(List<Row> rows) {
    var touched = rows.stream().filter(row -> !row.isOrganic()).toList();
    if (touched.size() <= BARS + 1) {
      return touched;
    }
    var bars = new ArrayList<>(touched.subList(0, BARS));
    var others = touched.subList(BARS, touched.size());
    var sums = new EnumMap<CreditModel, Credit>(CreditModel.class);
    others.forEach(
        row -> row.credits().forEach((model, credit) -> sums.merge(model, credit, Credit::plus)));
    bars.add(new Row(null, others.size() + " others", sums, BigDecimal.ZERO));
    return bars;
  }

  private static BigDecimal share(BigDecimal part, BigDecimal whole) {
    return whole.signum() == 0 ? BigDecimal.ZERO : part.divide(whole, 6, RoundingMode.HALF_UP);
  }

  /** How pages call a key. */
  public static String name(String key) {
    return switch (key) {
      case GroupBy.ORGANIC -> "No touch (organic)";
      case GroupBy.NONE -> "Not named";
      default -> key;
    };
  }
}
