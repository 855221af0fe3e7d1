package dev.freehold.kernel.secrets;

import dev.freehold.kernel.db.DatabaseSettings;
import dev.freehold.kernel.db.Databases;
import dev.freehold.kernel.db.PlatformDb;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

/** A process that changes the master key again and again. */
final class RotateUntilKilled {

  private RotateUntilKilled() {}

  static Process start(DatabaseSettings database, Path file) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            RotateUntilKilled.class.getName(),
            database.url(),
            database.platform().user(),
            database.platform().password(),
            file.toString())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  public static void main(String[] arguments) {
    var login = new DatabaseSettings.Login(arguments[1], arguments[2]);
    var settings = new DatabaseSettings(arguments[0], arguments[0], login, login, login, 2);
    try (var databases = new Databases(settings)) {
      var masterKey =
          new MasterKey(
              new PlatformDb(databases.platform()), Path.of(arguments[3]), Clock.systemUTC());
      while (true) {
        masterKey.rotate();
      }
    }
  }
}
