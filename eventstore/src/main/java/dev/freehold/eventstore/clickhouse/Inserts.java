package dev.freehold.eventstore.clickhouse;

import dev.freehold.eventstore.EventStoreUnavailable;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends blocks until their fate is known. A block whose answer is lost is sent again under the same
 * token. One that is given up is remembered, and nothing else goes into its table before it is
 * certain that none of its rows is there: so an append that failed can be repeated.
 */
final class Inserts {

  private static final Logger LOG = LoggerFactory.getLogger(Inserts.class);

  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final long LONGEST_PAUSE_MILLIS = 2_000;

  /** The server is there and will be able to again: too many parts, no replica, shutting down. */
  private static final Set<Integer> PASSING = Set.of(209, 210, 242, 252, 279, 285, 319, 425, 999);

  private final Server server;
  private final Duration patience;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Map<EventTable, Set<Long>> refused = new HashMap<>();
  private volatile boolean works = true;

  Inserts(Server server, Duration patience) {
    this.server = server;
    this.patience = patience;
  }

  /** Whether the last thing tried went well. */
  boolean works() {
    return works;
  }

  /** Tries no more than once from here on. */
  void close() {
    closing.countDown();
  }

  void send(Block block) {
    long deadline = System.nanoTime() + patience.toNanos();
    long pause = FIRST_PAUSE_MILLIS;
    boolean sent = false;
    while (true) {
      try {
        settle(block.table());
        sent = true;
        server.insert(
            block.table().table(),
            block.table().insertedColumns(),
            block.bytes(),
            block.size(),
            block.token());
        works = true;
        return;
      } catch (RuntimeException e) {
        works = false;
        var code = Server.refusal(e);
        boolean hopeless = code != null && !PASSING.contains(code);
        if (hopeless || System.nanoTime() > deadline || !paused(pause)) {
          if (sent) {
            refused.computeIfAbsent(block.table(), _ -> new HashSet<>()).add(block.received());
          }
          LOG.warn("{} rows could not be written to {}", block.rows(), block.table().name(), e);
          throw new EventStoreUnavailable("the rows could not be written: " + e.getMessage(), e);
        }
        pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
      }
    }
  }

  /** Looks whether the server can be reached again. */
  void probe() {
    try {
      server.run("select 1");
      works = true;
    } catch (RuntimeException e) {
      works = false;
    }
  }

  /** Makes sure that nothing of the blocks that were given up is in the table, or ever will be. */
  void settle(EventTable table) {
    var blocks = refused.get(table);
    if (blocks == null) {
      return;
    }
    for (long received : blocks) {
      server.kill(table.layout(), "query_id = '" + Block.prefix(table) + received + "'");
      server.run(
          "delete from %s%s where received_at = fromUnixTimestamp64Micro(toInt64(%d), 'UTC')"
              .formatted(table.storage(), table.layout().onCluster(), received));
    }
    refused.remove(table);
  }

  private boolean paused(long millis) {
    try {
      return !closing.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
