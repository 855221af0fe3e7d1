package dev.freehold.analytics.customers;

import dev.freehold.analytics.customers.CustomerTargets.Metric;
import dev.freehold.analytics.summaries.Week;
import dev.freehold.kernel.console.Show;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All tenants in one week.
 *
 * @param customers best first
 */
public record CustomerReport(Week week, List<Customer> customers, List<Standing> standings) {

  private static final int WHOLE = 100;

  /**
   * How a metric stands against its target.
   *
   * @param goal null where the operator set none
   */
  public record Standing(Metric metric, BigDecimal reached, @Nullable Long goal) {

    public String shown() {
      return metric == Metric.DOLLARS
          ? Show.money(reached, "USD")
          : Show.count(reached.longValue());
    }

    /** Of the goal, in percent, not above 100. */
    public int percent() {
      return goal == null
          ? 0
          : reached
              .multiply(BigDecimal.valueOf(WHOLE))
              .divide(BigDecimal.valueOf(goal), 0, RoundingMode.DOWN)
              .min(BigDecimal.valueOf(WHOLE))
              .intValue();
    }

    public String note() {
      if (goal == null) {
        return "No target";
      }
      var wanted =
          metric == Metric.DOLLARS ? Show.money(BigDecimal.valueOf(goal), "USD") : Show.count(goal);
      return percent() + "% of " + wanted;
    }
  }
}
