package dev.freehold.analytics.customers;

import dev.freehold.analytics.boards.Chart;
import dev.freehold.analytics.console.ChartCsv;
import java.math.BigDecimal;
import java.util.List;

/** The ranking as comma-separated values. */
final class CustomerCsv {

  private CustomerCsv() {}

  static String write(CustomerReport report) {
    return ChartCsv.write(
        new Chart(
            "tenants",
            Chart.Shape.TABLE,
            "Tenants",
            "",
            "tenant",
            List.of(
                Chart.Column.of("score"),
                Chart.Column.of("people"),
                Chart.Column.of("people_before"),
                Chart.Column.of("events"),
                Chart.Column.of("events_before"),
                Chart.Column.of("requests"),
                Chart.Column.of("tokens"),
                Chart.Column.of("dollars")),
            report.customers().stream().map(CustomerCsv::row).toList()));
  }

  private static Chart.Row row(Customer customer) {
    return new Chart.Row(
        customer.name(),
        null,
        List.of(
            Chart.Cell.of(customer.score()),
            Chart.Cell.of(customer.people()),
            Chart.Cell.of(customer.peopleBefore()),
            Chart.Cell.of(customer.events()),
            Chart.Cell.of(customer.eventsBefore()),
            Chart.Cell.of(customer.requests()),
            Chart.Cell.of(customer.tokens()),
            cell(customer.dollars())));
  }

  private static Chart.Cell cell(BigDecimal dollars) {
    return new Chart.Cell(dollars, dollars.toPlainString(), 0);
  }
}
