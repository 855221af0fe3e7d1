package dev.freehold.kernel.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The same database through three logins: application, platform (spans tenants), owner (schema).
 */
public final class Databases implements AutoCloseable {

  private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(3);
  private static final Pattern LOGIN_IN_URL = Pattern.compile("[?&](user|password)=|//[^/]*@");
  private static final int PLATFORM_CONNECTIONS = 6;
  private static final int OWNER_CONNECTIONS = 1;
  private static final Duration SILENCE = Duration.ofSeconds(60);
  private static final Duration ANY_SILENCE = Duration.ZERO;
  private static final int CONNECT_SECONDS = 3;

  private final HikariDataSource application;
  private final HikariDataSource platform;
  private final HikariDataSource owner;
  private final PGSimpleDataSource direct;

  public Databases(DatabaseSettings settings) {
    application =
        pool("application", settings.url(), settings.application(), settings.poolSize(), SILENCE);
    platform = pool("platform", settings.url(), settings.platform(), PLATFORM_CONNECTIONS, SILENCE);
    // A migration may rewrite a large table, or wait for another node's, without a word.
    owner = pool("owner", settings.ownerUrl(), settings.owner(), OWNER_CONNECTIONS, ANY_SILENCE);
    direct = direct(settings);
  }

  private static PGSimpleDataSource direct(DatabaseSettings settings) {
    var source = new PGSimpleDataSource();
    source.setURL(settings.ownerUrl());
    source.setUser(settings.application().user());
    source.setPassword(settings.application().password());
    source.setApplicationName("freehold-direct");
    source.setConnectTimeout(CONNECT_SECONDS);
    source.setSocketTimeout(CONNECT_SECONDS);
    return source;
  }

  private static HikariDataSource pool(
      String name, String url, DatabaseSettings.Login login, int connections, Duration silence) {
    if (LOGIN_IN_URL.matcher(url).find()) {
      throw new IllegalArgumentException(
          "the address of the database must not hold a user or password: it would take the place of"
              + " the "
              + name
              + " role, and with it of row security; use"
              + " freehold.database."
              + name
              + ".user and .password");
    }
    var config = new HikariConfig();
    config.setPoolName(name);
    config.setJdbcUrl(url);
    config.setUsername(login.user());
    config.setPassword(login.password());
    config.setMaximumPoolSize(connections);
    config.setMinimumIdle(0);
    config.setConnectionTimeout(CONNECTION_TIMEOUT.toMillis());
    config.setInitializationFailTimeout(-1);
    config.addDataSourceProperty("ApplicationName", "freehold-" + name);
    config.addDataSourceProperty("socketTimeout", Long.toString(silence.toSeconds()));
    config.addDataSourceProperty("connectTimeout", Integer.toString(CONNECT_SECONDS));
    return new HikariDataSource(config);
  }

  public DataSource application() {
    return application;
  }

  public DataSource platform() {
    return platform;
  }

  public DataSource owner() {
    return owner;
  }

  /**
   * A connection of the application's own each time, past any pooler: for what lasts longer than a
   * transaction.
   */
  public DataSource direct() {
    return direct;
  }

  /** Refuses roles that row security would not bind; the schema must be there. */
  public void checkRoles() {
    check("application", application);
    check("platform", platform);
  }

  private static void check(String name, DataSource login) {
    try (var connection = Transactions.open(login);
        var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                """
                select current_user, rolsuper or rolbypassrls or pg_has_role(relowner, 'member')
                from pg_roles, pg_class
                where rolname = current_user and pg_class.oid = 'kernel.audit_log'::regclass
                """)) {
      if (row.next() && row.getBoolean(2)) {
        throw new IllegalStateException(
            "the "
                + name
                + " role "
                + row.getString(1)
                + " is a superuser, bypasses row security or owns the tables; give"
                + " freehold.database."
                + name
                + ".user a role that does none of this");
      }
    } catch (SQLException e) {
      throw Transactions.failure(e);
    }
  }

  @Override
  public void close() {
    application.close();
    platform.close();
    owner.close();
  }
}
