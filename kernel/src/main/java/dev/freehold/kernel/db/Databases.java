package dev.freehold.kernel.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * The same database through three logins: application, platform (spans tenants), owner (schema).
 */
public final class Databases implements AutoCloseable {

  private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(3);
  private static final int PLATFORM_CONNECTIONS = 6;
  private static final int OWNER_CONNECTIONS = 1;

  private final HikariDataSource application;
  private final HikariDataSource platform;
  private final HikariDataSource owner;

  public Databases(DatabaseSettings settings) {
    application = pool("application", settings.url(), settings.application(), settings.poolSize());
    platform = pool("platform", settings.url(), settings.platform(), PLATFORM_CONNECTIONS);
    owner = pool("owner", settings.ownerUrl(), settings.owner(), OWNER_CONNECTIONS);
  }

  private static HikariDataSource pool(
      String name, String url, DatabaseSettings.Login login, int connections) {
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
    config.addDataSourceProperty("socketTimeout", "60");
    config.addDataSourceProperty("connectTimeout", "3");
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

  @Override
  public void close() {
    application.close();
    platform.close();
    owner.close();
  }
}
