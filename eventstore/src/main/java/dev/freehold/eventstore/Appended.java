package dev.freehold.eventstore;

import java.util.BitSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * What became of a batch once it was durable.
 *
 * @param accepted rows that are new
 * @param duplicates the indexes of rows whose id was already there, or earlier in the same batch
 */
public record Appended(int accepted, BitSet duplicates) {

  /**
   * Waits until an append is durable.
   *
   * @throws EventStoreUnavailable when the store could not take the rows
   */
  public static Appended await(CompletableFuture<Appended> append) {
    try {
      return append.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof EventStoreUnavailable unavailable) {
        throw unavailable;
      }
      throw e;
    }
  }
}
