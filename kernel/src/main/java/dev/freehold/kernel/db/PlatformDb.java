package dev.freehold.kernel.db;

import dev.freehold.kernel.Actor;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Work that spans tenants, or comes before there is one. Conspicuous on purpose: it logs in as
 * another role, and a test lists every class that uses it.
 */
public final class PlatformDb {

  private final Transactions transactions;

  public PlatformDb(DataSource platform) {
    this.transactions = new Transactions(platform);
  }

  /** Runs work in one transaction that sees every tenant; audit rows name the actor. */
  public <T extends @Nullable Object> T acrossTenants(
      Actor actor, String requestId, Function<JdbcClient, T> work) {
    return transactions.run(actor, requestId, work);
  }
}
