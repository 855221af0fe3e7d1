package dev.freehold.kernel.http;

import dev.freehold.kernel.error.KernelError;
import dev.freehold.kernel.error.Unavailable;
import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the bytes of all bodies that are in memory at once. What a body becomes when it is read
 * takes several times its bytes, so they may fill but a small part of the heap.
 */
public final class BodyMemory {

  private static final String SHARE = BodyMemory.class.getName();
  private static final int PART_OF_HEAP = 20;

  /** Enough for the largest body, however small the heap is. */
  private static final long LEAST_BYTES = 32 << 20;

  private final AtomicLong free;

  public BodyMemory(long bytes) {
    free = new AtomicLong(bytes);
  }

  /** A twentieth of the heap, at least 32 MB. */
  static BodyMemory ofHeap() {
    return new BodyMemory(Math.max(LEAST_BYTES, Runtime.getRuntime().maxMemory() / PART_OF_HEAP));
  }

  /** What one request holds, until it is answered. */
  final class Share implements AutoCloseable {

    private long taken;

    private void take(long bytes) {
      taken += bytes;
      if (free.addAndGet(-bytes) < 0) {
        throw new Unavailable(
            KernelError.UNAVAILABLE,
            "Too much is being sent at once. Nothing of it was kept; try again in a moment.");
      }
    }

    @Override
    public void close() {
      free.addAndGet(taken);
      taken = 0;
    }
  }

  Share share(HttpServletRequest request) {
    var share = new Share();
    request.setAttribute(SHARE, share);
    return share;
  }

  /**
   * Counts bytes that a request brought into memory.
   *
   * @throws Unavailable when there is no room for them now
   */
  public static void take(HttpServletRequest request, long bytes) {
    if (request.getAttribute(SHARE) instanceof Share share) {
      share.take(bytes);
    }
  }
}
