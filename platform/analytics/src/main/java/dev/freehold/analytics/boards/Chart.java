package dev.freehold.analytics.boards;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A chart together with the table behind it: pages draw it, cards show it, files hold it.
 *
 * @param id names it on its page and in its file, {@code [a-z-]+}
 * @param unit what stands before each value, such as {@code $}; may be empty
 * @param first what the rows are
 */
public record Chart(
    String id,
    Shape shape,
    String heading,
    String unit,
    String first,
    List<Column> columns,
    List<Row> rows) {

  /** How it is drawn. */
  public enum Shape {
    /** Values over time; gaps are gaps. */
    LINES,
    /** Horizontal bars, one group a row. */
    BARS,
    /** Not drawn: a table that is read. */
    TABLE,
    /** A table whose cells are shaded by their share. */
    HEAT
  }

  /**
   * A series.
   *
   * @param before whether it is the period before, drawn faintly
   */
  public record Column(String name, boolean before) {

    public static Column of(String name) {
      return new Column(name, false);
    }
  }

  /**
   * @param href where the row leads to, null for nowhere
   */
  public record Row(String label, @Nullable String href, List<Cell> cells) {}

  /**
   * @param value null where there is none
   * @param shade 0 to 10 of {@link Shape#HEAT}, else 0
   */
  public record Cell(@Nullable BigDecimal value, String text, int shade) {

    public static Cell of(long count) {
      return new Cell(BigDecimal.valueOf(count), dev.freehold.kernel.console.Show.count(count), 0);
    }

    public static Cell none() {
      return new Cell(null, "", 0);
    }
  }

  /** The class of its drawing: bars of one series need less room than those of several. */
  public String drawn() {
    return switch (shape) {
      case LINES -> "lines";
      case BARS -> columns.size() == 1 ? "slim" : "bars";
      case TABLE, HEAT -> "";
    };
  }

  public boolean isEmpty() {
    return rows.stream()
        .allMatch(
            row ->
                row.cells().stream()
                    .allMatch(cell -> cell.value() == null || cell.value().signum() == 0));
  }
}
