package dev.freehold.analytics.console;

import dev.freehold.analytics.boards.Chart;
import dev.freehold.eventstore.Interval;
import dev.freehold.kernel.console.Show;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Steps, shares and changes as charts and figures write them. */
final class Charts {

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH);
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);
  private static final DateTimeFormatter MONTH =
      DateTimeFormatter.ofPattern("MMM uuuu", Locale.ENGLISH);
  private static final int DECIMALS = 2;
  private static final int SHADES = 10;

  private Charts() {}

  /** How a chart writes the beginning of a step. */
  static String step(Instant step, Interval interval, ZoneId zone) {
    var format =
        switch (interval) {
          case MINUTE, HOUR -> MINUTE;
          case DAY, WEEK -> DAY;
          case MONTH -> MONTH;
        };
    return format.format(step.atZone(zone));
  }

  static String number(@Nullable BigDecimal value) {
    if (value == null) {
      return "–";
    }
    return Show.decimal(value, value.stripTrailingZeros().scale() > 0 ? DECIMALS : 0);
  }

  static Chart.Cell cell(@Nullable BigDecimal value) {
    return value == null ? Chart.Cell.none() : new Chart.Cell(value, number(value), 0);
  }

  /** A share of one, as a percentage. */
  static Chart.Cell share(double share) {
    return new Chart.Cell(BigDecimal.valueOf(share), percent(share), 0);
  }

  /** The same, shaded. */
  static Chart.Cell shaded(double share, long people) {
    return new Chart.Cell(
        BigDecimal.valueOf(share),
        percent(share) + " · " + Show.count(people),
        (int) Math.round(share * SHADES));
  }

  static String percent(double share) {
    return Show.percent(BigDecimal.valueOf(share));
  }

  /** How a number stands to the one before. */
  static String change(@Nullable BigDecimal now, @Nullable BigDecimal before) {
    if (now == null || before == null) {
      return "";
    }
    if (before.signum() == 0) {
      return now.signum() == 0 ? "As before" : "Nothing before";
    }
    long percent =
        Math.round(100 * (now.doubleValue() - before.doubleValue()) / before.doubleValue());
    if (percent == 0) {
      return "As before";
    }
    return (percent > 0 ? "+" + percent : "−" + -percent) + "% on the time before";
  }

  /** Lines over time: one row a step, one column a line. */
  static Chart lines(
      String id,
      String heading,
      String unit,
      List<String> steps,
      List<Chart.Column> columns,
      List<List<@Nullable BigDecimal>> values) {
    var rows = new ArrayList<Chart.Row>();
    for (int step = 0; step < steps.size(); step++) {
      var cells = new ArrayList<Chart.Cell>();
      for (var column : values) {
        cells.add(cell(step < column.size() ? column.get(step) : null));
      }
      rows.add(new Chart.Row(steps.get(step), null, cells));
    }
    return new Chart(id, Chart.Shape.LINES, heading, unit, "Time", columns, rows);
  }
}
