package dev.freehold.bench;

import java.util.ArrayList;
import java.util.List;

/** How long requests of several threads took. */
final class Latencies {

  private final List<int[]> micros = new ArrayList<>();

  synchronized void add(int[] ofOneThread) {
    micros.add(ofOneThread);
  }

  /** The time within which this part of the requests was answered. */
  synchronized double millis(double part) {
    var sorted = micros.stream().flatMapToInt(java.util.Arrays::stream).sorted().toArray();
    return sorted.length == 0 ? 0 : sorted[(int) (part * (sorted.length - 1))] / 1e3;
  }

  void print(String name) {
    Figure.note("%s: p50 %.2f ms, p99 %.2f ms", name, millis(0.50), millis(0.99));
  }
}
