package dev.freehold.eventstore.intake;

/**
 * The fingerprints of the ids received on the last {@value #DAYS_KEPT} days and today.
 *
 * <p>An entry is 120 bits of the fingerprint and the low 8 bits of its day, 16 bytes in an open
 * table that is between 3/8 and 3/4 full. Many small tables instead of a large one keep the pause
 * for growing, or for dropping a day, below a millisecond or so.
 */
public final class RecentIds {

  /** Ids are remembered until the end of the seventh UTC day after their receipt. */
  public static final int DAYS_KEPT = 7;

  private static final int TABLE_BITS = 8;

  /** Only keeps {@link #touch} from being optimized away. */
  private long touched;

  private final Table[] tables = new Table[1 << TABLE_BITS];

  public RecentIds() {
    for (int i = 0; i < tables.length; i++) {
      tables[i] = new Table();
    }
  }

  /** Remembers an id received today; false when it was there already. */
  public synchronized boolean add(long high, long low, long today) {
    return table(high).add(high, low, today, today);
  }

  /** Remembers an id received on an earlier day. */
  public synchronized void restore(long high, long low, long day, long today) {
    if (today - day <= DAYS_KEPT) {
      table(high).add(high, low, day, today);
    }
  }

  public synchronized void remove(long high, long low) {
    table(high).remove(high, low);
  }

  /**
   * Reads the slots of many ids, high and low half in turn, without looking at them: that brings
   * them into the processor's cache side by side, while one search after the other would wait for
   * memory each time.
   */
  public synchronized void touch(long[] fingerprints) {
    long seen = 0;
    for (int i = 0; i < fingerprints.length; i += 2) {
      var table = table(fingerprints[i]);
      seen ^= table.slots[table.home(Table.key(fingerprints[i]), fingerprints[i + 1])];
    }
    touched = seen;
  }

  private Table table(long high) {
    return tables[(int) (high >>> (Long.SIZE - TABLE_BITS))];
  }

  /** Open addressing with linear probing; a slot with a zero first half is empty. */
  private static final class Table {
    private static final int LEAST_SLOTS = 16;
    private static final long DAY_MASK = 0xFF;

    private long[] slots = new long[2 * LEAST_SLOTS];
    private int used;
    private long sweptOn = Long.MIN_VALUE;

    boolean add(long high, long low, long day, long today) {
      if (today > sweptOn) {
        rebuild(today);
      }
      int at = find(key(high), low);
      if (slots[at] != 0) {
        return false;
      }
      slots[at] = key(high);
      slots[at + 1] = (low & ~DAY_MASK) | (day & DAY_MASK);
      used++;
      if (used > slots.length / 2 / 4 * 3) {
        rebuild(sweptOn);
      }
      return true;
    }

    void remove(long high, long low) {
      int hole = find(key(high), low);
      if (slots[hole] == 0) {
        return;
      }
      used--;
      // Pulls later entries of the same run back, so that no search ends at the hole too early.
      for (int at = next(hole); slots[at] != 0; at = next(at)) {
        int home = home(slots[at], slots[at + 1]);
        if (((at - home) & (slots.length - 1)) >= ((at - hole) & (slots.length - 1))) {
          slots[hole] = slots[at];
          slots[hole + 1] = slots[at + 1];
          hole = at;
        }
      }
      slots[hole] = 0;
      slots[hole + 1] = 0;
    }

    /** Copies what is not older than the days kept into a table at most half full. */
    private void rebuild(long today) {
      var old = slots;
      // After so long a gap the eight bits of the day say nothing, but all of it is too old.
      boolean allOld = sweptOn != Long.MIN_VALUE && today - sweptOn > DAYS_KEPT;
      int kept = 0;
      for (int at = 0; at < old.length && !allOld; at += 2) {
        kept += isKept(old, at, today) ? 1 : 0;
      }
      slots = new long[2 * Math.max(LEAST_SLOTS, Integer.highestOneBit(Math.max(1, kept)) * 4)];
      used = kept;
      for (int at = 0; at < old.length && !allOld; at += 2) {
        if (isKept(old, at, today)) {
          int to = find(old[at], old[at + 1]);
          slots[to] = old[at];
          slots[to + 1] = old[at + 1];
        }
      }
      sweptOn = today;
    }

    private static boolean isKept(long[] slots, int at, long today) {
      return slots[at] != 0 && ((today - slots[at + 1]) & DAY_MASK) <= DAYS_KEPT;
    }

    private int find(long key, long low) {
      int at = home(key, low);
      while (slots[at] != 0 && (slots[at] != key || ((slots[at + 1] ^ low) & ~DAY_MASK) != 0)) {
        at = next(at);
      }
      return at;
    }

    private int home(long key, long low) {
      return (int) ((key ^ (low >>> 32)) << 1) & (slots.length - 1);
    }

    private int next(int at) {
      return (at + 2) & (slots.length - 1);
    }

    private static long key(long high) {
      return high == 0 ? 1 : high;
    }
  }
}
