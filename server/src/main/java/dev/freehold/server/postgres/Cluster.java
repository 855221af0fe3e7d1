package dev.freehold.server.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The data files of one server and the password that opens them. */
final class Cluster {

  static final String SUPERUSER = "postgres";

  private static final Logger log = LoggerFactory.getLogger(Cluster.class);

  private static final int PASSWORD_BYTES = 32;

  private Cluster() {}

  /** Reads the superuser's password, or makes one for a directory that has no data yet. */
  static String password(PostgresDirectory directory) throws IOException {
    var file = directory.password();
    if (Files.exists(file)) {
      return Files.readString(file, UTF_8).strip();
    }
    if (Files.exists(directory.data())) {
      throw new PostgresStartFailed(
          "The file "
              + file
              + " is missing, and without it the data in "
              + directory.data()
              + " cannot be opened: bring it back from your backup.");
    }
    var secret = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(secret);
    var password = HexFormat.of().formatHex(secret);
    write(file, password);
    return password;
  }

  private static void write(Path file, String password) throws IOException {
    var partial = file.resolveSibling("password.new");
    Files.deleteIfExists(partial);
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try (var channel = FileChannel.open(partial, Set.of(CREATE_NEW, WRITE), ownerOnly)) {
      channel.write(ByteBuffer.wrap(password.getBytes(UTF_8)));
      channel.force(true);
    }
    Archive.publish(partial, file);
  }

  /** Makes the data files, once; they appear all at once or not at all. */
  static void initialize(
      PostgresDirectory directory, PostgresBinaries binaries, ServerAccount account)
      throws IOException, InterruptedException {
    if (Files.exists(directory.data())) {
      refuseOtherMajorVersion(directory, binaries);
      return;
    }
    var partial = directory.root().resolve("initializing");
    Archive.deleteTree(partial);
    var made = Command.run(directory.root(), account.command(initdb(directory, binaries, partial)));
    if (!made.succeeded()) {
      throw new PostgresStartFailed(
          "PostgreSQL could not lay out its data in " + directory.root() + ": " + made.output());
    }
    Archive.publish(partial, directory.data());
    log.info("PostgreSQL keeps its data in {}", directory.data());
  }

  /**
   * Sorting and case rules come from PostgreSQL itself, so an update of the system cannot change
   * them under an index. The sizes go to postgresql.conf, where an operator can change them.
   */
  private static List<String> initdb(
      PostgresDirectory directory, PostgresBinaries binaries, Path partial) {
    return List.of(
        binaries.initdb().toString(),
        "--pgdata=" + partial,
        "--username=" + SUPERUSER,
        "--pwfile=" + directory.password(),
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        "--lc-ctype=" + characterLocale(),
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--data-checksums",
        "--no-instructions",
        "--sync-method=" + (isMac() ? "fsync" : "syncfs"),
        "--set=shared_buffers=256MB",
        "--set=max_connections=100");
  }

  /** Trigrams and text search ask the system what a letter is; plain C knows only ASCII. */
  private static String characterLocale() {
    return isMac() ? "en_US.UTF-8" : "C.UTF-8";
  }

  private static boolean isMac() {
    return System.getProperty("os.name").startsWith("Mac");
  }

  private static void refuseOtherMajorVersion(
      PostgresDirectory directory, PostgresBinaries binaries)
      throws IOException, InterruptedException {
    var written = Files.readString(directory.data().resolve("PG_VERSION"), UTF_8).strip();
    var server =
        Command.run(directory.root(), List.of(binaries.server().toString(), "--version")).output();
    if (!server.contains(" " + written + ".")) {
      throw new PostgresStartFailed(
          "The data in "
              + directory.data()
              + " was written by PostgreSQL "
              + written
              + " and cannot be read by "
              + server
              + ": export it with the Freehold that wrote it, and import it here.");
    }
  }
}
