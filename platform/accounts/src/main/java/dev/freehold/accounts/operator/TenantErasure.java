package dev.freehold.accounts.operator;

import dev.freehold.accounts.settings.SystemSettings;
import dev.freehold.accounts.tenants.Tenants;
import dev.freehold.kernel.Actor;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.db.PlatformDb;
import dev.freehold.kernel.db.Rows;
import dev.freehold.kernel.erasure.TenantStore;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Erases tenants whose grace time is over, in steps that can each be repeated: it closes the
 * tenant, so that every node and every module drops what it remembers; once that has settled, it
 * erases the stores beside PostgreSQL, then the tables, and last the audit log together with the
 * tenant itself. A process that dies in between leaves the rest to the next run. For an hour it
 * looks again for what work that was under way has written since.
 */
@Component
public class TenantErasure {

  private static final Logger log = LoggerFactory.getLogger(TenantErasure.class);
  private static final Actor ACTOR = new Actor(Actor.Kind.SYSTEM, null, "tenant erasure");
  private static final String REQUEST = "tenant-erasure";

  private record Part(UUID id) {}

  private final PlatformDb db;
  private final Tenants tenants;
  private final List<TenantStore> stores;
  private final SystemSettings settings;

  TenantErasure(PlatformDb db, Tenants tenants, List<TenantStore> stores, SystemSettings settings) {
    this.db = db;
    this.tenants = tenants;
    this.stores = List.copyOf(stores);
    this.settings = settings;
  }

  /** Takes every removal as far as it can go now. */
  public void run() {
    platform(this::takeOverClosed);
    due("""
            select id from accounts.tenant_removal
            where began_at is null and erase_after <= now()
            """)
        .forEach(tenant -> attempt(tenant, this::begin));
    due("""
            select id from accounts.tenant_removal
            where erased_at is null and began_at <= now() - interval '5 minutes'
            """)
        .forEach(tenant -> attempt(tenant, this::erase));
    due("select id from accounts.tenant_removal where erased_at > now() - interval '1 hour'")
        .forEach(tenant -> attempt(tenant, this::sweep));
  }

  /** A tenant that closed itself is kept as long, and then erased as well. */
  private int takeOverClosed(JdbcClient sql) {
    return sql.sql(
            """
            insert into accounts.tenant_removal
              (id, slug, name, reason, requested_by, requested_at, erase_after)
            select tenant_id, slug, name, 'It closed itself.', 'the tenant', deleted_at,
              deleted_at + make_interval(secs => :grace)
            from accounts.tenant
            where deleted_at is not null and sandbox_of is null and not operator
            on conflict (id) do nothing
            """)
        .param("grace", settings.grace().toSeconds())
        .update();
  }

  private List<UUID> due(String statement) {
    return platform(sql -> sql.sql(statement).query(Rows.of(Part.class)).list()).stream()
        .map(Part::id)
        .toList();
  }

  /** One tenant's trouble must not keep the others waiting; the next run tries it again. */
  private static void attempt(UUID tenant, java.util.function.Consumer<UUID> step) {
    try {
      step.accept(tenant);
    } catch (RuntimeException e) {
      log.warn("the erasure of tenant {} waits for the next run", tenant, e);
    }
  }

  /** From here on nothing leads back; an operator who cancels at this moment comes first or not. */
  private void begin(UUID tenant) {
    boolean begun =
        platform(
            sql -> {
              sql.sql("select 1 from accounts.tenant where tenant_id = :tenant for update")
                  .param("tenant", tenant)
                  .query()
                  .listOfRows();
              return sql.sql(
                          """
                          update accounts.tenant_removal
                          set began_at = now()
                          where id = :tenant and began_at is null
                          """)
                      .param("tenant", tenant)
                      .update()
                  > 0;
            });
    if (begun) {
      tenants.close(Caller.system(tenant, ACTOR.name(), REQUEST));
    }
  }

  private void erase(UUID tenant) {
    // Who died between the two steps of the beginning has not closed it.
    tenants.close(Caller.system(tenant, ACTOR.name(), REQUEST));
    platform(sql -> noteSandbox(sql, tenant));
    var parts = platform(sql -> withSandbox(sql, tenant));
    for (var part : parts) {
      for (var store : stores) {
        store.erase().accept(part);
        log.info("erased {} of tenant {}", store.name(), part);
      }
      for (var table : platform(TenantTables::childrenFirst)) {
        platform(sql -> count(sql, tenant, TenantTables.erase(sql, table, part)));
      }
      platform(sql -> count(sql, tenant, TenantTables.eraseTasks(sql, part)));
    }
    platform(sql -> finish(sql, tenant, parts));
    log.info("erased tenant {}", tenant);
  }

  /** Once its own row is gone, nothing else says whose sandbox it was. */
  private static int noteSandbox(JdbcClient sql, UUID tenant) {
    return sql.sql(
            """
            update accounts.tenant_removal r set sandbox_id = t.tenant_id
            from accounts.tenant t
            where r.id = :tenant and t.sandbox_of = r.id
            """)
        .param("tenant", tenant)
        .update();
  }

  /** The sandbox first: it names its tenant. */
  private static List<UUID> withSandbox(JdbcClient sql, UUID tenant) {
    return sql
        .sql(
            """
            select part as id from accounts.tenant_removal r
            cross join lateral unnest(array[r.sandbox_id, r.id]) with ordinality as parts (part, at)
            where r.id = :tenant and part is not null
            order by at
            """)
        .param("tenant", tenant)
        .query(Rows.of(Part.class))
        .stream()
        .map(Part::id)
        .toList();
  }

  private void sweep(UUID tenant) {
    platform(
        sql -> withSandbox(sql, tenant).stream().mapToLong(part -> sweep(sql, tenant, part)).sum());
  }

  private static long sweep(JdbcClient sql, UUID tenant, UUID part) {
    long rows = 0;
    for (var table : TenantTables.childrenFirst(sql)) {
      rows += TenantTables.erase(sql, table, part);
    }
    if (rows > 0) {
      log.warn("{} rows of tenant {} came after its erasure", rows, part);
      count(sql, tenant, rows + TenantTables.eraseTenant(sql, part));
    }
    return rows;
  }

  private static int count(JdbcClient sql, UUID tenant, long rows) {
    return sql.sql(
            """
            update accounts.tenant_removal set rows_erased = rows_erased + :rows where id = :tenant
            """)
        .param("rows", rows)
        .param("tenant", tenant)
        .update();
  }

  /** What wrote something meanwhile is erased with the rest: in one transaction, or not at all. */
  private static int finish(JdbcClient sql, UUID tenant, List<UUID> parts) {
    long rows = 0;
    for (var part : parts) {
      for (var table : TenantTables.childrenFirst(sql)) {
        rows += TenantTables.erase(sql, table, part);
      }
    }
    for (var part : parts) {
      rows += TenantTables.eraseTenant(sql, part);
    }
    count(sql, tenant, rows);
    return sql.sql("update accounts.tenant_removal set erased_at = now() where id = :tenant")
        .param("tenant", tenant)
        .update();
  }

  private <T> T platform(Function<JdbcClient, T> work) {
    return db.acrossTenants(ACTOR, REQUEST, work);
  }
}
