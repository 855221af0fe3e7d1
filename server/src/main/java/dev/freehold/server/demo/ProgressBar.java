package dev.freehold.server.demo;

import java.io.PrintStream;

/** How far the work is, on one line of a terminal, or as a few lines in a file. */
final class ProgressBar {

  private static final int WIDTH = 40;

  private final PrintStream out;
  private final boolean terminal;
  private final String label;
  private final int total;
  private int shown = -1;

  ProgressBar(PrintStream out, boolean terminal, String label, int total) {
    this.out = out;
    this.terminal = terminal;
    this.label = label;
    this.total = total;
  }

  void at(int done) {
    int percent = (int) (100L * done / total);
    if (percent == shown || !terminal && percent / 25 == shown / 25 && shown >= 0) {
      return;
    }
    shown = percent;
    int filled = WIDTH * percent / 100;
    out.printf(
        "%s%-24s [%s%s] %3d %%%s",
        terminal ? "\r" : "",
        label,
        "#".repeat(filled),
        " ".repeat(WIDTH - filled),
        percent,
        terminal && percent < 100 ? "" : System.lineSeparator());
    out.flush();
  }
}
