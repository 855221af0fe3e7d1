package dev.freehold.server;

import dev.freehold.kernel.db.DatabaseRoles;
import dev.freehold.server.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/** PostgreSQL inside the data folder, unless the settings name a database elsewhere. */
final class EmbeddedStores implements AutoCloseable {

  private static final String DATABASE = "freehold";
  private static final int PASSWORD_BYTES = 24;

  private final @Nullable EmbeddedPostgres postgres;
  private final Map<String, Object> settings;

  private EmbeddedStores(@Nullable EmbeddedPostgres postgres, Map<String, Object> settings) {
    this.postgres = postgres;
    this.settings = settings;
  }

  static EmbeddedStores start(Environment environment) {
    if (environment.containsProperty("freehold.database.url")) {
      return new EmbeddedStores(null, Map.of());
    }
    var folder =
        Path.of(environment.getRequiredProperty("freehold.data"))
            .resolve("postgres")
            .toAbsolutePath();
    var postgres = EmbeddedPostgres.start(folder);
    try {
      var passwords = passwords(folder.resolve("roles.properties"));
      prepare(postgres, passwords);
      return new EmbeddedStores(postgres, settings(postgres, passwords));
    } catch (SQLException | IOException e) {
      postgres.close();
      throw new IllegalStateException("the embedded PostgreSQL could not be prepared", e);
    }
  }

  /** Settings that lead to the embedded store. */
  Map<String, Object> settings() {
    return settings;
  }

  private static void prepare(EmbeddedPostgres postgres, DatabaseRoles.Passwords passwords)
      throws SQLException {
    try (var superuser = superuser(postgres)) {
      DatabaseRoles.ensure(superuser, passwords);
      if (!exists(superuser)) {
        try (var statement = superuser.createStatement()) {
          statement.execute("create database " + DATABASE + " owner " + DatabaseRoles.OWNER);
        }
      }
    }
  }

  private static Connection superuser(EmbeddedPostgres postgres) throws SQLException {
    return DriverManager.getConnection(
        postgres.jdbcUrl("postgres"), postgres.superuser(), postgres.password());
  }

  private static boolean exists(Connection superuser) throws SQLException {
    try (var statement = superuser.createStatement();
        var found =
            statement.executeQuery(
                "select 1 from pg_database where datname = '" + DATABASE + "'")) {
      return found.next();
    }
  }

  private static Map<String, Object> settings(
      EmbeddedPostgres postgres, DatabaseRoles.Passwords passwords) {
    var settings = new HashMap<String, Object>();
    settings.put("freehold.database.url", postgres.jdbcUrl(DATABASE));
    settings.put("freehold.database.owner-url", postgres.jdbcUrl(DATABASE));
    login(settings, "owner", DatabaseRoles.OWNER, passwords.owner());
    login(settings, "application", DatabaseRoles.APPLICATION, passwords.application());
    login(settings, "platform", DatabaseRoles.PLATFORM, passwords.platform());
    return settings;
  }

  private static void login(
      Map<String, Object> settings, String name, String user, String password) {
    settings.put("freehold.database." + name + ".user", user);
    settings.put("freehold.database." + name + ".password", password);
  }

  private static DatabaseRoles.Passwords passwords(Path file) throws IOException {
    if (!Files.exists(file)) {
      write(file);
    }
    var stored = new Properties();
    try (var reader = Files.newBufferedReader(file)) {
      stored.load(reader);
    }
    return new DatabaseRoles.Passwords(
        stored.getProperty("owner"),
        stored.getProperty("application"),
        stored.getProperty("platform"));
  }

  private static void write(Path file) throws IOException {
    var whole = Files.createTempFile(file.getParent(), "roles", ".tmp");
    Files.setPosixFilePermissions(whole, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(
        whole, "owner=%s%napplication=%s%nplatform=%s%n".formatted(random(), random(), random()));
    Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String random() {
    var bytes = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public void close() {
    if (postgres != null) {
      postgres.close();
    }
  }
}
