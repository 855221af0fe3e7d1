package dev.freehold.server.postgres;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The programs of PostgreSQL, unpacked once per version from the archive on the class path. */
record PostgresBinaries(Path home) {

  private static final Logger log = LoggerFactory.getLogger(PostgresBinaries.class);

  private static final Pattern VERSION = Pattern.compile("-(\\d+(?:\\.\\d+)+)\\.jar");

  static PostgresBinaries unpack(PostgresDirectory directory)
      throws IOException, InterruptedException {
    var archive = archive(System.getProperty("os.name"), System.getProperty("os.arch"));
    var home = directory.root().resolve("bin-" + version(archive));
    if (!Files.exists(home)) {
      log.info("Unpacking PostgreSQL to {} (once)", home);
      var partial = directory.root().resolve("unpacking");
      Archive.deleteTree(partial);
      try (var content = archive.openStream()) {
        Archive.unpackDurably(content, partial);
      }
      Archive.publish(partial, home);
    }
    deleteOtherVersions(directory, home);
    return new PostgresBinaries(home);
  }

  Path server() {
    return home.resolve("bin/postgres");
  }

  Path initdb() {
    return home.resolve("bin/initdb");
  }

  /** The archive for a platform, named as the archives' makers name it. */
  static URL archive(String osName, String osArch) {
    var resource = "/postgres-" + system(osName) + "-" + processor(osArch) + ".txz";
    var archive = PostgresBinaries.class.getResource(resource);
    if (archive == null) {
      throw new PostgresStartFailed(
          "This build of Freehold brings no PostgreSQL for "
              + osName
              + " "
              + osArch
              + ": build it on this machine with ./freehold, or point Freehold at a PostgreSQL"
              + " server of your own.");
    }
    return archive;
  }

  private static String system(String osName) {
    var name = osName.toLowerCase(Locale.ROOT);
    return name.startsWith("mac") ? "darwin" : name;
  }

  private static String processor(String osArch) {
    return switch (osArch.toLowerCase(Locale.ROOT)) {
      case "amd64", "x86_64" -> "x86_64";
      case "aarch64", "arm64" -> "arm_64";
      case String other -> other;
    };
  }

  /** The version stands in the jar's name; without one, the size tells archives apart. */
  private static String version(URL archive) throws IOException {
    var connection = archive.openConnection();
    if (connection instanceof JarURLConnection jar) {
      var found = VERSION.matcher(jar.getJarFileURL().toString());
      if (found.find()) {
        return found.group(1);
      }
    }
    return Long.toString(connection.getContentLengthLong());
  }

  private static void deleteOtherVersions(PostgresDirectory directory, Path home)
      throws IOException {
    try (var others = Files.newDirectoryStream(directory.root(), "bin-*")) {
      for (var other : others) {
        if (!other.equals(home)) {
          Archive.deleteTree(other);
        }
      }
    }
  }
}
