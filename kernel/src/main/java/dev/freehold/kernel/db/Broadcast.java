package dev.freehold.kernel.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears what any node's transactions say on one channel of PostgreSQL (LISTEN and NOTIFY), and
 * knows whether it still does: each second it says something itself and waits to hear it. Facts are
 * heard in the order in which their transactions committed, so what was committed before such a
 * beat has been heard when the beat has.
 */
public final class Broadcast implements AutoCloseable {

  /** How long after a beat that was heard a node may still trust that it has heard everything. */
  public static final Duration TRUST = Duration.ofSeconds(4);

  private static final Logger log = LoggerFactory.getLogger(Broadcast.class);
  private static final Duration BEAT = Duration.ofSeconds(1);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final String BEAT_MARK = "beat ";

  private final DataSource direct;
  private final String channel;
  private final Consumer<String> told;
  private final Runnable missed;
  private final String node = BEAT_MARK + UUID.randomUUID();
  private final Thread listener;
  private volatile boolean closed;
  private volatile boolean hearing;
  private volatile long trustedUntil;

  /**
   * @param direct leads to PostgreSQL itself; a pooler in transaction mode does not pass these on
   * @param told gets each fact, on the listening thread
   * @param missed runs after a silence, before anything is trusted again: facts may have been
   *     missed
   */
  public Broadcast(DataSource direct, String channel, Consumer<String> told, Runnable missed) {
    this.direct = direct;
    this.channel = channel;
    this.told = told;
    this.missed = missed;
    this.listener = Thread.ofPlatform().daemon().name("broadcast-" + channel).unstarted(this::run);
  }

  public void start() {
    listener.start();
  }

  /** Whether all that was committed until {@link #TRUST} ago has surely been heard. */
  public boolean isCurrent() {
    return hearing && System.nanoTime() - trustedUntil < 0;
  }

  private void run() {
    while (!closed) {
      try (var connection = direct.getConnection()) {
        listen(connection);
      } catch (SQLException e) {
        if (!closed) {
          log.warn(
              "no news on {} from PostgreSQL, memory is not trusted: {}", channel, e.getMessage());
        }
      } finally {
        hearing = false;
      }
      pause();
    }
  }

  private void listen(Connection connection) throws SQLException {
    var news = connection.unwrap(PGConnection.class);
    try (var statement = connection.createStatement()) {
      statement.execute("listen " + channel);
    }
    missed.run();
    try (var say = connection.prepareStatement("select pg_notify(?, ?)")) {
      say.setString(1, channel);
      say.setString(2, node);
      while (!closed) {
        long beat = System.nanoTime();
        say.execute();
        hear(news, beat);
      }
    }
  }

  /** Passes on what comes until the next beat is due; this beat itself must be among it. */
  private void hear(PGConnection news, long beat) throws SQLException {
    boolean heard = false;
    long next = beat + BEAT.toNanos();
    for (long left = BEAT.toMillis();
        left > 0 && !closed;
        left = (next - System.nanoTime()) / 1_000_000) {
      for (var fact : news.getNotifications((int) left)) {
        if (fact.getParameter().equals(node)) {
          heard = true;
          trustedUntil = beat + TRUST.toNanos();
          hearing = true;
        } else if (!fact.getParameter().startsWith(BEAT_MARK)) {
          told.accept(fact.getParameter());
        }
      }
    }
    if (!heard && !isCurrent() && !closed) {
      throw new SQLException("the node did not hear itself any more");
    }
  }

  private void pause() {
    try {
      Thread.sleep(closed ? Duration.ZERO : PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      listener.join(BEAT.multipliedBy(3));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
