package dev.freehold.bench;

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

  private Load() {}

  /** Units per second over all threads. */
  static double perSecond(int threads, Work work) throws Exception {
    var done = new AtomicLong();
    long start = System.nanoTime();
    try (var executor = Executors.newFixedThreadPool(threads)) {
      var tasks = new ArrayList<Callable<Void>>();
      for (int i = 0; i < threads; i++) {
        int thread = i;
        tasks.add(
            () -> {
              done.addAndGet(work.run(thread));
              return null;
            });
      }
      for (var future : executor.invokeAll(tasks)) {
        future.get();
      }
    }
    return done.get() / ((System.nanoTime() - start) / 1e9);
  }
}
