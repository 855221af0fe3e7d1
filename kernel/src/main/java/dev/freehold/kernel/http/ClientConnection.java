package dev.freehold.kernel.http;

import dev.freehold.kernel.error.KernelError;
import dev.freehold.kernel.error.Unavailable;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * Ends work that nobody waits for any more: while it runs, its client's socket is looked at a few
 * times a second, and when the client is gone the thread is interrupted.
 *
 * <p>For work that takes an interrupt as a wish to stop, such as a query of the event store; a
 * transaction of PostgreSQL would lose its connection. A client that closes its sending half counts
 * as gone. A client that has already sent its next request on the same connection is not noticed.
 */
public final class ClientConnection {

  /** How often sockets are looked at. */
  static final long LOOK_MILLIS = 100;

  /** Where {@link ClientConnectionValve} leaves how to look. */
  static final String ATTRIBUTE = ClientConnection.class.getName();

  private static final Set<Watched> WATCHED = ConcurrentHashMap.newKeySet();

  private static final ScheduledExecutorService WATCH =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("client-watch").factory());

  static {
    WATCH.scheduleWithFixedDelay(
        () -> WATCHED.forEach(Watched::look), LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private ClientConnection() {}

  /**
   * Does work for the client of the current request; outside of a request just does it.
   *
   * @throws Unavailable when the client left meanwhile, for a log that nobody is answered with
   */
  public static <T> T whileThere(Supplier<T> work) {
    var isGone = isGone();
    if (isGone == null) {
      return work.get();
    }
    var watched = new Watched(Thread.currentThread(), isGone);
    WATCHED.add(watched);
    try {
      return work.get();
    } catch (RuntimeException e) {
      if (watched.end()) {
        throw new Unavailable(
            KernelError.UNAVAILABLE, "The client left; its query was cancelled.", e);
      }
      throw e;
    } finally {
      WATCHED.remove(watched);
      watched.end();
    }
  }

  private static @Nullable BooleanSupplier isGone() {
    var request = RequestContextHolder.getRequestAttributes();
    return request == null
        ? null
        : (BooleanSupplier) request.getAttribute(ATTRIBUTE, RequestAttributes.SCOPE_REQUEST);
  }

  /** Whoever looks and whoever goes on take turns: the socket is never read by both. */
  private static final class Watched {

    private final Thread worker;
    private final BooleanSupplier isGone;
    private boolean ended;
    private boolean interrupted;

    Watched(Thread worker, BooleanSupplier isGone) {
      this.worker = worker;
      this.isGone = isGone;
    }

    synchronized void look() {
      if (!ended && !interrupted && isGone.getAsBoolean()) {
        interrupted = true;
        worker.interrupt();
      }
    }

    /** Ends the watch, and takes back the interrupt; whether there was one. */
    synchronized boolean end() {
      if (!ended) {
        ended = true;
        if (interrupted) {
          Thread.interrupted();
        }
      }
      return interrupted;
    }
  }
}
