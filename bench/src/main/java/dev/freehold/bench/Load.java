package dev.freehold.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** Runs the same work on several threads at once. */
final class Load {

  /** Work of one thread; returns how many units it did. */
  interface Work {
    long run(int thread) throws Exception;
  }

  /**
   * What a load came to.
   *
   * @param perSecond units per second over all threads
   * @param serverMicros processor time per unit that this process spent outside of the load's own
   *     threads: the server's, and the one figure that other work on the machine hardly changes
   * @param clientMicros processor time per unit of the load's own threads
   */
  record Result(double perSecond, double serverMicros, double clientMicros) {}

  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private Load() {}

  /** Units per second over all threads. */
  static double perSecond(int threads, Work work) throws Exception {
    return run(threads, work).perSecond();
  }

  static Result run(int threads, Work work) throws Exception {
    var done = new AtomicLong();
    var clientNanos = new AtomicLong();
    long processBefore = PROCESS.getProcessCpuTime();
    long start = System.nanoTime();
    try (var executor = Executors.newFixedThreadPool(threads)) {
      var tasks = new ArrayList<Callable<Void>>();
      for (int i = 0; i < threads; i++) {
        int thread = i;
        tasks.add(
            () -> {
              long before = ownCpuNanos();
              done.addAndGet(work.run(thread));
              clientNanos.addAndGet(ownCpuNanos() - before);
              return null;
            });
      }
      for (var future : executor.invokeAll(tasks)) {
        future.get();
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    double units = done.get();
    long processNanos = PROCESS.getProcessCpuTime() - processBefore;
    return new Result(
        units / seconds,
        (processNanos - clientNanos.get()) / 1e3 / units,
        clientNanos.get() / 1e3 / units);
  }

  private static long ownCpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
