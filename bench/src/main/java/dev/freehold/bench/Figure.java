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

  /** How long something took, each time that it was done. */
  static void times(String name, double... millis) {
    var sorted = millis.clone();
    Arrays.sort(sorted);
    note(
        "%s: p50 %.1f ms, p99 %.1f ms of %d",
        name,
        sorted[sorted.length / 2],
        sorted[(int) Math.ceil(0.99 * sorted.length) - 1],
        sorted.length);
  }

  static double median(double... values) {
    var sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
