package dev.freehold.analytics.sites;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.freehold.kernel.db.Databases;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Sites in use, in memory: an event does not wait for PostgreSQL, and one of a site that was seen
 * lately is taken while PostgreSQL is away. A change made on another node is seen within two
 * seconds, or with the request after that.
 */
@Component
class SiteTable {

  static final Duration LIFETIME = Duration.ofSeconds(2);
  static final int MAX_ENTRIES = 100_000;

  private static final Logger log = LoggerFactory.getLogger(SiteTable.class);
  private static final Pattern KEY = Pattern.compile("[0-9A-Za-z]{16}");

  /** What an event needs to know of its site. */
  record Route(UUID tenantId, UUID id, Set<String> origins) {}

  /** What a key stood for, perhaps nothing, and when that was read. */
  private record Entry(@Nullable Route route, AtomicLong readAt) {

    /** Whether this request is the one that reads it again; the others go on with what is known. */
    boolean isDue(long now) {
      long read = readAt.get();
      return now - read > LIFETIME.toNanos() && readAt.compareAndSet(read, now);
    }
  }

  private final JdbcClient lookup;
  private final Cache<String, Entry> entries =
      Caffeine.newBuilder().maximumSize(MAX_ENTRIES).build();

  SiteTable(Databases databases) {
    this.lookup = JdbcClient.create(databases.application());
  }

  @Nullable Route find(String key) {
    if (!KEY.matcher(key).matches()) {
      return null;
    }
    var known = entries.getIfPresent(key);
    if (known != null && !known.isDue(System.nanoTime())) {
      return known.route();
    }
    try {
      return read(key);
    } catch (DataAccessException e) {
      if (known == null) {
        throw e;
      }
      log.debug("the site stays as it is until PostgreSQL is back", e);
      return known.route();
    }
  }

  /** Takes a change of this node at once. */
  void forget(String key) {
    entries.invalidate(key);
  }

  private @Nullable Route read(String key) {
    var route =
        lookup
            .sql("select * from lookup.site(:key)")
            .param("key", key)
            .query((row, index) -> route(row))
            .optional()
            .orElse(null);
    entries.put(key, new Entry(route, new AtomicLong(System.nanoTime())));
    return route;
  }

  private static Route route(ResultSet row) throws SQLException {
    return new Route(
        row.getObject("tenant_id", UUID.class),
        row.getObject("id", UUID.class),
        Set.of((String[]) row.getArray("origins").getArray()));
  }
}
