package dev.freehold.kernel.db;

import dev.freehold.kernel.http.StrictJson;
import dev.freehold.kernel.secrets.Secrets;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A real PostgreSQL for tests: one server a JVM, a fresh migrated database for each who asks. */
public final class TestDatabase implements AutoCloseable {

  private static final DatabaseRoles.Passwords PASSWORDS =
      new DatabaseRoles.Passwords("owner", "application", "platform");
  private static final AtomicInteger COUNTER = new AtomicInteger();

  private static final EmbeddedPostgres SERVER = start();

  private final String name;
  private final Databases databases;

  private TestDatabase(String name) {
    this.name = name;
    this.databases = new Databases(settings());
  }

  /** An empty database with the roles, before any migration. */
  public static TestDatabase empty() {
    return create("template1");
  }

  /** A database with the schema of every module on the class path. */
  public static TestDatabase migrated() {
    return create(Migrated.NAME);
  }

  private static TestDatabase create(String template) {
    var name = "test_" + COUNTER.incrementAndGet();
    onServer(
        "create database %s owner %s template %s".formatted(name, DatabaseRoles.OWNER, template),
        // PostgreSQL copies what is in a template, but not the rights on the template itself.
        """
        update pg_database
        set datacl = (select datacl from pg_database where datname = '%s')
        where datname = '%s' and '%1$s' <> 'template1'
        """
            .formatted(template, name));
    return new TestDatabase(name);
  }

  /** Migrated once a JVM, and copied from then on. */
  private static final class Migrated {

    static final String NAME = make();

    private static String make() {
      var template = empty();
      template.migrator().up();
      template.databases.close();
      return template.name;
    }
  }

  private static void onServer(String... statements) {
    try (var connection = SERVER.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      for (var sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static EmbeddedPostgres start() {
    try {
      var server = EmbeddedPostgres.builder().start();
      try (var connection = server.getPostgresDatabase().getConnection()) {
        DatabaseRoles.ensure(connection, PASSWORDS);
      }
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  public DatabaseSettings settings() {
    var url = "jdbc:postgresql://localhost:" + SERVER.getPort() + "/" + name;
    return new DatabaseSettings(
        url,
        url,
        new DatabaseSettings.Login(DatabaseRoles.APPLICATION, PASSWORDS.application()),
        new DatabaseSettings.Login(DatabaseRoles.PLATFORM, PASSWORDS.platform()),
        new DatabaseSettings.Login(DatabaseRoles.OWNER, PASSWORDS.owner()),
        8);
  }

  public Databases databases() {
    return databases;
  }

  public TenantDb tenantDb() {
    return new TenantDb(
        databases.application(), new IdempotentAnswers(StrictJson.mapper(), Secrets.inMemory()));
  }

  public PlatformDb platformDb() {
    return new PlatformDb(databases.platform());
  }

  public Migrator migrator() {
    return new Migrator(databases.owner());
  }

  /** As the owner of the tables, who is under row security as well. */
  public JdbcClient owner() {
    return JdbcClient.create(databases.owner());
  }

  /** As PostgreSQL's superuser, who sees everything: for looking, not for the code under test. */
  public JdbcClient superuser() {
    return JdbcClient.create(SERVER.getDatabase("postgres", name));
  }

  /** One connection of the superuser's, for a transaction of its own. */
  public Connection superuserConnection() throws SQLException {
    return SERVER.getDatabase("postgres", name).getConnection();
  }

  public int port() {
    return SERVER.getPort();
  }

  public String name() {
    return name;
  }

  @Override
  public void close() {
    databases.close();
    onServer("drop database " + name + " with (force)");
  }
}
