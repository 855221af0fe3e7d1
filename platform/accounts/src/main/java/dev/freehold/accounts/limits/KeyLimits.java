package dev.freehold.accounts.limits;

import dev.freehold.accounts.AccountsError;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.db.Rows;
import dev.freehold.kernel.db.TenantDb;
import dev.freehold.kernel.error.NotFound;
import java.sql.Types;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Limits of single keys, within those of their tenant: set, read, taken away. */
@Component
class KeyLimits {

  private static final int MOST_LISTED = 200;

  private final TenantDb db;
  private final TenantQuota tenants;

  KeyLimits(TenantDb db, TenantQuota tenants) {
    this.db = db;
    this.tenants = tenants;
  }

  /** The key's own limits; none where it has only its tenant's. */
  Quota get(Caller caller, UUID keyId) {
    return db.readOne(
            caller,
            """
            select l.per_second, l.per_minute, l.per_hour, l.per_day
            from accounts.api_key k
            left join accounts.key_limit l on l.tenant_id = k.tenant_id and l.key_id = k.id
            where k.tenant_id = :tenant and k.id = :key
            """,
            Map.of("key", keyId),
            Rows.of(Quota.class))
        .orElseThrow(() -> notFound(keyId));
  }

  /** Keys with limits of their own, newest first; revoked ones are left out. */
  List<KeyLimit> list(Caller caller) {
    return db.read(
        caller,
        """
        select l.key_id, k.name, k.public_id, l.per_second, l.per_minute, l.per_hour, l.per_day
        from accounts.key_limit l
        join accounts.api_key k on k.tenant_id = l.tenant_id and k.id = l.key_id
        where l.tenant_id = :tenant and k.revoked_at is null
        order by l.key_id desc
        limit :most
        """,
        Map.of("most", MOST_LISTED),
        Rows.of(KeyLimit.class));
  }

  /** Gives a key limits in the place of those it had; an empty quota takes them away. */
  Quota set(Caller caller, UUID keyId, Quota quota) {
    tenants.checkWithin(caller, quota, "A key", "");
    db.inTenant(
        caller,
        sql -> {
          lockKey(sql, caller, keyId);
          return quota.isEmpty() ? delete(sql, caller, keyId) : write(sql, keyId, quota);
        });
    tenants.changed(caller);
    return quota;
  }

  private static void lockKey(JdbcClient sql, Caller caller, UUID keyId) {
    var locked =
        sql.sql(
                """
                select id from accounts.api_key where tenant_id = :tenant and id = :key for update
                """)
            .param("tenant", caller.tenantId())
            .param("key", keyId)
            .query(UUID.class)
            .optional();
    if (locked.isEmpty()) {
      throw notFound(keyId);
    }
  }

  private static int delete(JdbcClient sql, Caller caller, UUID keyId) {
    return sql.sql("delete from accounts.key_limit where tenant_id = :tenant and key_id = :key")
        .param("tenant", caller.tenantId())
        .param("key", keyId)
        .update();
  }

  private static int write(JdbcClient sql, UUID keyId, Quota quota) {
    return sql.sql(
            """
            insert into accounts.key_limit (key_id, per_second, per_minute, per_hour, per_day)
            values (:key, :second, :minute, :hour, :day)
            on conflict (tenant_id, key_id) do update set
              per_second = excluded.per_second, per_minute = excluded.per_minute,
              per_hour = excluded.per_hour, per_day = excluded.per_day
            """)
        .param("key", keyId)
        .param("second", quota.perSecond(), Types.BIGINT)
        .param("minute", quota.perMinute(), Types.BIGINT)
        .param("hour", quota.perHour(), Types.BIGINT)
        .param("day", quota.perDay(), Types.BIGINT)
        .update();
  }

  private static NotFound notFound(UUID id) {
    return new NotFound(AccountsError.API_KEY_NOT_FOUND, "There is no API key " + id + ".");
  }
}
