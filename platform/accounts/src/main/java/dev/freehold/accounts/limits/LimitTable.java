package dev.freehold.accounts.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.freehold.accounts.settings.SettingName;
import dev.freehold.accounts.settings.SystemSettings;
import dev.freehold.kernel.Actor;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.db.TenantDb;
import dev.freehold.kernel.error.Unavailable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Which limits a caller is under, from memory. A change holds at once on the node that made it and
 * after {@link #LIFETIME} on every other.
 */
@Component
class LimitTable {

  static final Duration LIFETIME = Duration.ofSeconds(10);

  private static final int MAX_ENTRIES = 100_000;
  private static final UUID NO_KEY = new UUID(0, 0);

  private record Of(UUID tenant, UUID key) {}

  private static final class Entry {
    private final CallerLimits limits;
    private final long loadedNanos = System.nanoTime();
    private final AtomicBoolean renewed = new AtomicBoolean();

    Entry(CallerLimits limits) {
      this.limits = limits;
    }

    /** True for the one who is to look again. */
    boolean isToBeRenewed() {
      return System.nanoTime() - loadedNanos > LIFETIME.toNanos()
          && renewed.compareAndSet(false, true);
    }
  }

  private final Cache<Of, Entry> entries =
      Caffeine.newBuilder()
          .maximumSize(MAX_ENTRIES)
          .expireAfterAccess(LIFETIME.multipliedBy(60))
          .build();

  private final TenantDb db;
  private final String configuredPlan;
  private final SystemSettings installation;

  LimitTable(TenantDb db, LimitSettings settings, SystemSettings installation) {
    this.db = db;
    this.configuredPlan = settings.plan();
    this.installation = installation;
    var nobody = Caller.system(NO_KEY, "limits", "start");
    if (db.readOne(
            nobody,
            "select name from accounts.plan where name = :plan",
            Map.of("plan", configuredPlan),
            (row, index) -> row.getString(1))
        .isEmpty()) {
      throw new IllegalStateException(
          "freehold.limits.plan names " + configuredPlan + ", which is no plan.");
    }
  }

  /** What a tenant has that the operator gave no plan. */
  String standardPlan() {
    return installation.get(SettingName.DEFAULT_PLAN).orElse(configuredPlan);
  }

  /** The limits of a caller; those known last when the database does not answer. */
  CallerLimits of(Caller caller) {
    var of = new Of(caller.tenantId(), keyOf(caller));
    var known = entries.getIfPresent(of);
    if (known != null && !known.isToBeRenewed()) {
      return known.limits;
    }
    try {
      var limits = load(caller, of.key());
      entries.put(of, new Entry(limits));
      return limits;
    } catch (Unavailable e) {
      if (known == null) {
        throw e;
      }
      entries.put(of, new Entry(known.limits));
      return known.limits;
    }
  }

  /** The key that the caller came with; nobody else's limits are looked up under it. */
  static UUID keyOf(Caller caller) {
    var id = caller.actor().id();
    return caller.actor().kind() == Actor.Kind.KEY && id != null ? id : NO_KEY;
  }

  /** Has the limits of a tenant and its sandbox looked up anew. */
  void forget(UUID tenant) {
    entries.asMap().values().removeIf(entry -> entry.limits.home().equals(tenant));
  }

  private CallerLimits load(Caller caller, UUID key) {
    return db.readOne(
            caller,
            "select * from lookup.limits(:tenant, :key, :standard)",
            Map.of("key", key, "standard", standardPlan()),
            (row, index) ->
                CallerLimits.of(
                    row.getObject("home", UUID.class),
                    row.getString("plan"),
                    quota(row, "tenant"),
                    row.getObject("project", UUID.class),
                    quota(row, "project"),
                    quota(row, "key")))
        .orElseThrow();
  }

  private static Quota quota(ResultSet row, String prefix) throws SQLException {
    return new Quota(
        number(row, prefix + "_per_second"),
        number(row, prefix + "_per_minute"),
        number(row, prefix + "_per_hour"),
        number(row, prefix + "_per_day"));
  }

  private static @Nullable Long number(ResultSet row, String column) throws SQLException {
    return row.getObject(column, Long.class);
  }
}
