package dev.freehold.eventstore.duckdb.rollup;

import org.jspecify.annotations.Nullable;

/**
 * Deltas by the hash of their key, asked for once per row. Two keys with one hash of 63 bits, of
 * which there are fewer than one in a hundred million folds, would share their sketches: estimates,
 * and no sum.
 */
final class DeltaIndex {

  private long[] hashes = new long[1024];
  private @Nullable Delta[] deltas = new @Nullable Delta[1024];
  private int size;

  void put(long hash, Delta delta) {
    if (2 * ++size > hashes.length) {
      grow();
    }
    int at = find(hash);
    hashes[at] = hash;
    deltas[at] = delta;
  }

  /**
   * @throws IllegalStateException when there is none
   */
  Delta get(long hash) {
    var delta = deltas[find(hash)];
    if (delta == null) {
      throw new IllegalStateException("a row belongs to no delta of its fold");
    }
    return delta;
  }

  private int find(long hash) {
    int at = (int) hash & hashes.length - 1;
    while (deltas[at] != null && hashes[at] != hash) {
      at = at + 1 & hashes.length - 1;
    }
    return at;
  }

  private void grow() {
    var oldHashes = hashes;
    var old = deltas;
    hashes = new long[2 * old.length];
    deltas = new @Nullable Delta[2 * old.length];
    for (int i = 0; i < old.length; i++) {
      var delta = old[i];
      if (delta != null) {
        int at = find(oldHashes[i]);
        hashes[at] = oldHashes[i];
        deltas[at] = delta;
      }
    }
  }
}
