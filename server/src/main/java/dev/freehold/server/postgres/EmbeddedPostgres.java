package dev.freehold.server.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The PostgreSQL server that runs beside this program and keeps its data in one directory. It is
 * durable by default, listens on this machine only, comes back by itself when it dies and stops
 * when this program does.
 */
public final class EmbeddedPostgres implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);

  private static final List<String> DURABILITY =
      List.of("fsync", "synchronous_commit", "full_page_writes");

  private static final int PORT_ATTEMPTS = 3;
  private static final int CONNECT_TIMEOUT_SECONDS = 10;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final PostgresDirectory directory;
  private final DirectoryLock lock;
  private final PostgresBinaries binaries;
  private final ServerAccount account;
  private final String password;
  private final int port;
  private final Thread watcher;
  private volatile PostgresProcess process;
  private boolean closed;

  private EmbeddedPostgres(
      PostgresDirectory directory, DirectoryLock lock, PostgresBinaries binaries)
      throws IOException, InterruptedException {
    this.directory = directory;
    this.lock = lock;
    this.binaries = binaries;
    this.password = Cluster.password(directory);
    this.account = ServerAccount.choose(directory, binaries);
    Cluster.initialize(directory, binaries, account);
    var first = startOnFreePort();
    this.port = first.port();
    this.process = first.process();
    this.watcher = Thread.ofPlatform().daemon().name("postgres-watcher").unstarted(this::watch);
  }

  /**
   * Starts the server of a directory and returns when it answers; the first start lays the
   * directory out.
   *
   * @throws PostgresStartFailed with a message for the operator
   */
  public static EmbeddedPostgres start(Path directory) {
    try {
      return start(PostgresDirectory.open(directory));
    } catch (IOException cause) {
      throw new PostgresStartFailed(
          "PostgreSQL could not be started in " + directory + " (" + cause + ").", cause);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new PostgresStartFailed("The start of PostgreSQL was interrupted.", interrupted);
    }
  }

  private static EmbeddedPostgres start(PostgresDirectory directory)
      throws IOException, InterruptedException {
    var lock = DirectoryLock.take(directory);
    try {
      Leftovers.clear(directory);
      var postgres = new EmbeddedPostgres(directory, lock, PostgresBinaries.unpack(directory));
      postgres.watcher.start();
      return postgres;
    } catch (IOException | InterruptedException | RuntimeException failure) {
      lock.close();
      throw failure;
    }
  }

  /** The address of one of its databases, without user and password. */
  public String jdbcUrl(String database) {
    return jdbcUrl(port, database);
  }

  /** The TCP port on 127.0.0.1: another after each start, the same after a restart by itself. */
  public int port() {
    return port;
  }

  public String superuser() {
    return Cluster.SUPERUSER;
  }

  public String password() {
    return password;
  }

  /** Stops the server cleanly; further calls do nothing. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    var interrupted = false;
    watcher.interrupt();
    while (true) {
      try {
        watcher.join();
        process.stop();
        lock.close();
        break;
      } catch (InterruptedException again) {
        // The data files are worth the wait: stop first, pass the interrupt on afterwards.
        interrupted = true;
      } catch (IOException cause) {
        throw new UncheckedIOException(cause);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void watch() {
    try {
      while (true) {
        process.awaitEnd();
        log.warn("PostgreSQL ended unexpectedly; starting it again on port {}", port);
        process = restart();
        log.info("PostgreSQL answers again on port {}", port);
      }
    } catch (InterruptedException closing) {
      // close() takes over.
    }
  }

  private PostgresProcess restart() throws InterruptedException {
    for (var pause = FIRST_PAUSE; ; pause = longer(pause)) {
      try {
        Leftovers.clear(directory);
        return startVerified(port);
      } catch (IOException | RuntimeException failure) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        log.error("PostgreSQL cannot be started again yet; the next attempt follows", failure);
        Thread.sleep(pause);
      }
    }
  }

  private static Duration longer(Duration pause) {
    var doubled = pause.multipliedBy(2);
    return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
  }

  private record Started(PostgresProcess process, int port) {}

  private Started startOnFreePort() throws IOException, InterruptedException {
    for (var attempt = 1; ; attempt++) {
      var candidate = freePort();
      try {
        return new Started(startVerified(candidate), candidate);
      } catch (PostgresStartFailed failure) {
        // Somebody may have taken the port between our look and the server's.
        if (attempt == PORT_ATTEMPTS || isFree(candidate)) {
          throw failure;
        }
      }
    }
  }

  private PostgresProcess startVerified(int onPort) throws IOException, InterruptedException {
    var started = PostgresProcess.start(directory, binaries, account, onPort);
    try {
      refuseUnlessDurable(onPort);
      return started;
    } catch (RuntimeException failure) {
      started.stop();
      throw failure;
    }
  }

  private void refuseUnlessDurable(int onPort) {
    var login = new Properties();
    login.setProperty("user", Cluster.SUPERUSER);
    login.setProperty("password", password);
    login.setProperty("connectTimeout", Integer.toString(CONNECT_TIMEOUT_SECONDS));
    login.setProperty("socketTimeout", Integer.toString(CONNECT_TIMEOUT_SECONDS));
    try (var connection = DriverManager.getConnection(jdbcUrl(onPort, "postgres"), login);
        var statement = connection.createStatement()) {
      for (var setting : DURABILITY) {
        try (var rows = statement.executeQuery("show " + setting)) {
          if (!rows.next() || !rows.getString(1).equals("on")) {
            throw new PostgresStartFailed(
                "PostgreSQL runs with "
                    + setting
                    + " off and could lose what it confirmed: undo the ALTER ROLE or ALTER DATABASE"
                    + " that says so with "
                    + binaries.server()
                    + " --single -D "
                    + directory.data()
                    + " postgres");
          }
        }
      }
    } catch (SQLException cause) {
      throw new PostgresStartFailed(
          "PostgreSQL started in "
              + directory.root()
              + " but does not let Freehold in ("
              + cause.getMessage()
              + "): see "
              + directory.log()
              + ".",
          cause);
    }
  }

  private static String jdbcUrl(int port, String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
