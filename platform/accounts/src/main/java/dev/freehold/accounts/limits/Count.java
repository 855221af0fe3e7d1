package dev.freehold.accounts.limits;

/**
 * The requests of one tenant or key in the current window of one length, as this node knows them.
 * Guarded by the {@link Meter} that holds it.
 */
final class Count {

  private static final long LEASE_GROWS_BELOW_NANOS = 50_000_000;
  private static final long LEASE_SHRINKS_ABOVE_NANOS = 200_000_000;
  private static final long MOST_LEASED = 1 << 16;

  private long number = -1;
  private long used;
  private long granted;
  private long leftElsewhere = Long.MAX_VALUE;
  private long refused;
  private long lease = 1;
  private long leasedAtNanos;

  /** Begins anew when the window is over; a clock that goes back changes nothing. */
  void moveTo(long windowNumber) {
    if (windowNumber > number) {
      number = windowNumber;
      used = 0;
      granted = 0;
      refused = 0;
      leftElsewhere = Long.MAX_VALUE;
    }
  }

  long number() {
    return number;
  }

  long used() {
    return used;
  }

  long refused() {
    return refused;
  }

  void use() {
    used++;
  }

  void refuse() {
    refused++;
  }

  /** What this node may let in without asking the nodes' common count. */
  boolean holdsLease() {
    return used < granted;
  }

  /** Whether asking for more can bring anything in this window. */
  boolean isUsedUpEverywhere() {
    return leftElsewhere == 0 && used >= granted;
  }

  /** What this node let in while it could not ask; the common count does not know of it. */
  long debt() {
    return Math.max(0, used - granted);
  }

  /** How much to ask for: about what this node uses in a tenth of a second, at least one. */
  long nextLease(long nowNanos) {
    long since = nowNanos - leasedAtNanos;
    if (since < LEASE_GROWS_BELOW_NANOS) {
      lease = Math.min(MOST_LEASED, 2 * lease);
    } else if (since > 5 * LEASE_SHRINKS_ABOVE_NANOS) {
      lease = 1;
    } else if (since > LEASE_SHRINKS_ABOVE_NANOS) {
      lease = Math.max(1, lease / 2);
    }
    leasedAtNanos = nowNanos;
    return lease;
  }

  /** Takes what the common count gave of this window, the debt settled. */
  void grant(long requests, long settled, long left) {
    granted += settled + requests;
    leftElsewhere = left;
  }

  /** What is left of the quota: of this node's own count, or of the common one as last heard. */
  long left(long quota, boolean shared) {
    if (shared && leftElsewhere != Long.MAX_VALUE) {
      return Math.max(0, Math.min(quota, granted - used + leftElsewhere));
    }
    return Math.max(0, quota - used);
  }
}
