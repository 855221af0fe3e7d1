package dev.freehold.bench;

import java.util.Arrays;
import java.util.Locale;

/** Prints measured figures in the one form that tools read. */
final class Figure {

  private Figure() {}

  /**
   * One line of a result.
   *
   * @param ratio to the limit or peer of the same run
   * @param aim what the ratio should be at least
   */
  static void print(String name, double value, String unit, double ratio, double aim) {
    System.out.printf(
        Locale.ROOT, "figure %s %.0f %s ratio %.2f aim %.2f%n", name, value, unit, ratio, aim);
  }

  static void note(String text, Object... values) {
    System.out.printf(Locale.ROOT, text + "%n", values);
  }

  static double median(double... values) {
    var sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
