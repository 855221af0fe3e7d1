package dev.freehold.kernel.db;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where PostgreSQL is and who logs in.
 *
 * @param url JDBC address for requests and jobs; may point at PgBouncer in transaction mode
 * @param ownerUrl JDBC address for migrations; must point at PostgreSQL itself
 * @param poolSize connections for requests, 1 to 200
 */
@ConfigurationProperties("freehold.database")
public record DatabaseSettings(
    String url,
    String ownerUrl,
    Login application,
    Login platform,
    Login owner,
    @DefaultValue("16") int poolSize) {

  /** A role and its password. */
  public record Login(String user, String password) {

    @Override
    public String toString() {
      return user;
    }
  }
}
