package dev.freehold.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What processes have in memory, as Linux counts it. */
final class Memory {

  static final double MB = 1 << 20;

  private Memory() {}

  /** The most that a process had in memory since it began, or since {@link #forgetPeak}. */
  static long peakBytes(long process) throws IOException {
    for (var line : Files.readAllLines(Path.of("/proc/" + process + "/status"))) {
      if (line.startsWith("VmHWM:")) {
        return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException("this system does not tell the memory of a process");
  }

  /** Counts the peak of this process from now on, so that each benchmark has its own. */
  static void forgetPeak() throws IOException {
    Files.writeString(Path.of("/proc/self/clear_refs"), "5");
  }
}
