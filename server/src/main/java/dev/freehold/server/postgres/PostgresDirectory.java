package dev.freehold.server.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Where everything of one server lives: binaries, data, log, password and lock.
 *
 * @param root a real path, so that it can be compared with what the system says about a process
 */
record PostgresDirectory(Path root) {

  static PostgresDirectory open(Path directory) {
    try {
      Files.createDirectories(directory);
      var root = directory.toRealPath();
      Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
      var opened = new PostgresDirectory(root);
      Files.createDirectories(opened.log());
      return opened;
    } catch (IOException | UnsupportedOperationException cause) {
      throw new PostgresStartFailed(
          "The directory "
              + directory
              + " cannot be used for PostgreSQL ("
              + cause
              + "): let it belong to the user who runs Freehold, or choose another with --data.",
          cause);
    }
  }

  Path data() {
    return root.resolve("data");
  }

  Path log() {
    return root.resolve("log");
  }

  /** What supervisor and server say before the server writes its own log. */
  Path launchLog() {
    return log().resolve("launch.log");
  }

  Path lock() {
    return root.resolve("lock");
  }

  Path password() {
    return root.resolve("password");
  }

  /** A running server writes its process id here. */
  Path processFile() {
    return data().resolve("postmaster.pid");
  }

  /** Every version's binaries start like this, and no other directory's do. */
  String binariesPrefix() {
    return root.resolve("bin-").toString();
  }
}
