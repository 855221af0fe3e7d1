package dev.freehold.eventstore;

import static dev.freehold.eventstore.Visits.batch;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** The store that a contract's test works with. */
public interface OpenedStore {

  UUID ACME = new UUID(0x0198_0000_0000_7000L, 1);
  UUID GLOBEX = new UUID(0x0198_0000_0000_7000L, 2);

  EventStore store();

  Path dir();

  SettableClock clock();

  /** Opens the store kept in a directory, or creates it. */
  EventStore open(Path dir, List<Stream> streams, InstantSource clock);

  void closeStore();

  /** Closes the store and opens it again with this stream. */
  void reopen(Stream stream);

  default Appended append(UUID tenant, Batch batch) {
    return store().append(tenant, batch).join();
  }

  /** Runs work on so many virtual threads and returns what each gave. */
  static <T> List<T> together(int threads, Job<T> job) throws Exception {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var jobs = IntStream.range(0, threads).mapToObj(i -> (Callable<T>) () -> job.run(i)).toList();
      var results = new ArrayList<T>();
      for (var future : executor.invokeAll(jobs)) {
        results.add(future.get());
      }
      return results;
    }
  }

  /** One of many that run together. */
  @FunctionalInterface
  interface Job<T> {
    T run(int number) throws Exception;
  }
}
