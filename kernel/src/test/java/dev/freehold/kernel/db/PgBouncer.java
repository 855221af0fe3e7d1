package dev.freehold.kernel.db;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** PgBouncer in transaction mode on loopback, with one server connection a login. */
public final class PgBouncer implements AutoCloseable {

  private static final Path PROGRAM = Path.of("/usr/sbin/pgbouncer");

  private final Process process;
  private final int port;

  private PgBouncer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  public static boolean isInstalled() {
    return Files.isExecutable(PROGRAM);
  }

  public static PgBouncer before(TestDatabase database, Path folder) throws IOException {
    int port = freePort();
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    var users = folder.resolve("users.txt");
    Files.writeString(
        users, "\"freehold_app\" \"application\"\n\"freehold_platform\" \"platform\"\n");
    var settings = folder.resolve("pgbouncer.ini");
    Files.writeString(
        settings,
        """
        [databases]
        %1$s = host=127.0.0.1 port=%2$d dbname=%1$s pool_size=1
        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = %3$d
        unix_socket_dir =
        auth_type = trust
        auth_file = %4$s
        pool_mode = transaction
        ignore_startup_parameters = extra_float_digits
        """
            .formatted(database.name(), database.port(), port, users));
    var process =
        new ProcessBuilder(asOrdinaryUser(List.of(PROGRAM.toString(), settings.toString())))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("pgbouncer.log").toFile())
            .start();
    return new PgBouncer(process, port);
  }

  /** It refuses to run as root. */
  private static List<String> asOrdinaryUser(List<String> command) {
    if (!"root".equals(System.getProperty("user.name"))) {
      return command;
    }
    var whole = new java.util.ArrayList<>(List.of("runuser", "-u", "nobody", "--"));
    whole.addAll(command);
    return whole;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Version 1.18 knows no prepared statements that outlive a transaction. */
  public String url(TestDatabase database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database.name() + "?prepareThreshold=0";
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public void stop() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
  }

  @Override
  public void close() throws InterruptedException {
    stop();
    process.waitFor(5, TimeUnit.SECONDS);
  }
}
