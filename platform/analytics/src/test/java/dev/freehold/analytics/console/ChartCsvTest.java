package dev.freehold.analytics.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.analytics.boards.Chart;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChartCsvTest {

  @Test
  void aFileHoldsNumbersAsTheyAreAndTextsThatNoSpreadsheetRuns() {
    var chart =
        new Chart(
            "c",
            Chart.Shape.TABLE,
            "Heading",
            "",
            "Page",
            List.of(Chart.Column.of("People")),
            List.of(
                row("/a,b", Chart.Cell.of(1_234)),
                row("=cmd()", Chart.Cell.none()),
                row("-1", new Chart.Cell(new BigDecimal("-0.5"), "−0.5", 0))));
    assertThat(ChartCsv.write(chart))
        .isEqualTo("Page,People\r\n\"/a,b\",1234\r\n'=cmd(),\r\n-1,-0.5\r\n");
  }

  private static Chart.Row row(String label, Chart.Cell cell) {
    return new Chart.Row(label, null, List.of(cell));
  }
}
