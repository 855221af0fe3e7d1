package dev.freehold.accounts.operator;

import dev.freehold.accounts.AccountsError;
import dev.freehold.accounts.access.KeyCache;
import dev.freehold.accounts.settings.SystemSettings;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.db.PlatformDb;
import dev.freehold.kernel.db.Rows;
import dev.freehold.kernel.error.Conflict;
import dev.freehold.kernel.error.Forbidden;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.error.KernelError;
import dev.freehold.kernel.error.NotFound;
import dev.freehold.kernel.http.Page;
import dev.freehold.kernel.http.PageRequest;
import java.sql.Types;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * All tenants in the operator's hands: how they stand, and keeping them out. The audit log of the
 * tenant says who suspended it and why.
 */
@Component
public class OperatedTenants {

  static final int MAX_REASON = 500;

  private static final int MAX_SEARCH = 255;

  /** A sandbox is a part of its tenant. A tenant that was erased is in the list of removals. */
  private static final String TENANTS =
      """
      with found as (
        select t.*, r.erase_after,
          case
            when t.deleted_at is not null then 'closed'
            when r.id is not null then 'removing'
            when t.suspended_at is not null then 'suspended'
            else 'active'
          end as state
        from accounts.tenant t
        left join accounts.tenant_removal r on r.id = t.tenant_id
        where t.sandbox_of is null
          and (cast(:tenant as uuid) is null or t.tenant_id = :tenant))
      select f.tenant_id, f.slug, f.name, f.state, f.operator as own, l.plan,
        (select count(*) from accounts.member m
          where m.tenant_id = f.tenant_id and m.status = 'active') as members,
        (select count(*) from accounts.api_key k
          where k.tenant_id = f.tenant_id and k.revoked_at is null
            and (k.expires_at is null or k.expires_at > now())) as keys,
        used.requests,
        (select count(*) from kernel.job j
          where j.tenant_id = f.tenant_id and j.state = 'failed'
            and j.finished_at > now() - interval '30 days') as failed_jobs,
        (select count(*) from kernel.outbox o
          where o.tenant_id = f.tenant_id and o.published_at is null) as undelivered,
        greatest(used.last_used_at, seen.last_seen_at) as last_active_at,
        f.suspended_at, f.suspended_reason, f.erase_after, f.created_at
      from found f
      left join accounts.tenant_limit l on l.tenant_id = f.tenant_id
      cross join lateral (
        select coalesce(sum(u.uses), 0) as requests, max(u.last_used_at) as last_used_at
        from accounts.api_key_use u where u.tenant_id = f.tenant_id) used
      cross join lateral (
        select max(s.last_seen_at) as last_seen_at
        from accounts.session s
        join accounts.member m on m.tenant_id = f.tenant_id and m.user_id = s.user_id
        where s.tenant_id = f.tenant_id) seen
      where f.tenant_id < :after
        and (cast(:state as text) is null or f.state = :state)
        and (cast(:search as text) is null
          or position(lower(:search) in lower(f.name || ' ' || f.slug)) > 0
          or f.tenant_id::text = lower(:search))
      order by f.tenant_id desc
      limit :limit
      """;

  private record Standing(boolean operator, boolean closed, boolean removing) {}

  private final PlatformDb db;
  private final KeyCache cache;
  private final SystemSettings settings;

  OperatedTenants(PlatformDb db, KeyCache cache, SystemSettings settings) {
    this.db = db;
    this.cache = cache;
    this.settings = settings;
  }

  /**
   * The newest first.
   *
   * @param search a part of the name or slug, or the id
   */
  public Page<OperatedTenant> list(
      Caller operator,
      OperatedTenant.@Nullable State state,
      @Nullable String search,
      PageRequest page) {
    check(operator, OperatorConfiguration.READ);
    if (search != null && search.length() > MAX_SEARCH) {
      throw Invalid.parameter("search", "must have at most " + MAX_SEARCH + " characters");
    }
    var wanted = search == null || search.isBlank() ? null : search.strip();
    return page.of(
        db.acrossTenants(
            operator.actor(),
            operator.requestId(),
            sql ->
                sql.sql(TENANTS)
                    .params(page.values())
                    .param("tenant", null, Types.OTHER)
                    .param("state", state == null ? null : state.wireName(), Types.VARCHAR)
                    .param("search", wanted, Types.VARCHAR)
                    .query(Rows.of(OperatedTenant.class))
                    .list()),
        OperatedTenant::tenantId);
  }

  public OperatedTenant get(Caller operator, UUID tenant) {
    check(operator, OperatorConfiguration.READ);
    return db.acrossTenants(operator.actor(), operator.requestId(), sql -> find(sql, tenant));
  }

  private static OperatedTenant find(JdbcClient sql, UUID tenant) {
    return sql.sql(TENANTS)
        .params(PageRequest.first(1).values())
        .param("tenant", tenant)
        .param("state", null, Types.VARCHAR)
        .param("search", null, Types.VARCHAR)
        .query(Rows.of(OperatedTenant.class))
        .optional()
        .orElseThrow(() -> notFound(tenant));
  }

  /** Keeps everybody of a tenant out from this moment on; suspended again, the reason changes. */
  public OperatedTenant suspend(Caller operator, UUID tenant, String reason) {
    return change(
        operator,
        tenant,
        reason,
        (sql, standing) -> {
          if (standing.removing()) {
            throw beingRemoved();
          }
          keepOut(sql, tenant, reason);
        });
  }

  /** Lets a suspended tenant in again. */
  public OperatedTenant restore(Caller operator, UUID tenant) {
    return change(
        operator,
        tenant,
        null,
        (sql, standing) -> {
          if (standing.removing()) {
            throw beingRemoved();
          }
          letIn(sql, tenant);
        });
  }

  /** Suspends a tenant, and has it erased once the grace time is over. */
  public OperatedTenant remove(Caller operator, UUID tenant, String reason) {
    return change(
        operator,
        tenant,
        reason,
        (sql, standing) -> {
          keepOut(sql, tenant, reason);
          sql.sql(
                  """
                  insert into accounts.tenant_removal
                    (id, slug, name, reason, requested_by, erase_after)
                  select tenant_id, slug, name, :reason, :by, now() + make_interval(secs => :grace)
                  from accounts.tenant where tenant_id = :tenant
                  on conflict (id) do nothing
                  """)
              .param("tenant", tenant)
              .param("reason", reason)
              .param("by", operator.actor().name())
              .param("grace", settings.grace().toSeconds())
              .update();
        });
  }

  /** Brings back a tenant that was to be removed, as long as its grace time lasts. */
  public OperatedTenant keep(Caller operator, UUID tenant) {
    return change(
        operator,
        tenant,
        null,
        (sql, standing) -> {
          sql.sql(
                  """
                  delete from accounts.tenant_removal where id = :tenant and began_at is null
                  """)
              .param("tenant", tenant)
              .update();
          checkNotBegun(sql, tenant);
          letIn(sql, tenant);
        });
  }

  /** Asked once the tenant is locked: an erasure that was first has been seen to begin then. */
  private static void checkNotBegun(JdbcClient sql, UUID tenant) {
    boolean begun =
        sql.sql("select exists (select from accounts.tenant_removal where id = :tenant)")
            .param("tenant", tenant)
            .query(Boolean.class)
            .single();
    if (begun) {
      throw closed();
    }
  }

  private static Conflict closed() {
    return new Conflict(
        OperatorError.TENANT_CLOSED, "The tenant is closed, and what it held is being erased.");
  }

  private OperatedTenant change(
      Caller operator, UUID tenant, @Nullable String reason, BiConsumer<JdbcClient, Standing> act) {
    check(operator, OperatorConfiguration.WRITE);
    if (reason != null && (reason.isBlank() || reason.length() > MAX_REASON)) {
      throw Invalid.field("reason", "must have 1 to " + MAX_REASON + " characters");
    }
    var changed =
        db.acrossTenants(
            operator.actor(),
            operator.requestId(),
            sql -> {
              act.accept(sql, lock(sql, tenant));
              return find(sql, tenant);
            });
    cache.forgetTenant(tenant);
    return changed;
  }

  /** Two operators wait for each other here, and for the erasure. */
  private static Standing lock(JdbcClient sql, UUID tenant) {
    var standing =
        sql.sql(
                """
                select operator, deleted_at is not null as closed,
                  exists (select from accounts.tenant_removal r where r.id = t.tenant_id)
                    as removing
                from accounts.tenant t
                where tenant_id = :tenant and sandbox_of is null
                for update
                """)
            .param("tenant", tenant)
            .query(Rows.of(Standing.class))
            .optional()
            .orElseThrow(() -> notFound(tenant));
    if (standing.operator()) {
      throw new Conflict(
          OperatorError.OWN_TENANT, "This is your own tenant: without it nobody could let it in.");
    }
    if (standing.closed()) {
      throw closed();
    }
    return standing;
  }

  private static void keepOut(JdbcClient sql, UUID tenant, String reason) {
    sql.sql(
            """
            update accounts.tenant
            set suspended_at = coalesce(suspended_at, now()), suspended_reason = :reason
            where tenant_id = :tenant
            """)
        .param("tenant", tenant)
        .param("reason", reason)
        .update();
  }

  private static void letIn(JdbcClient sql, UUID tenant) {
    sql.sql(
            """
            update accounts.tenant set suspended_at = null, suspended_reason = null
            where tenant_id = :tenant
            """)
        .param("tenant", tenant)
        .update();
  }

  private static Conflict beingRemoved() {
    return new Conflict(
        OperatorError.TENANT_BEING_REMOVED,
        "The tenant is suspended until it is erased. Cancel its removal to let it in.");
  }

  private static NotFound notFound(UUID tenant) {
    return new NotFound(AccountsError.TENANT_NOT_FOUND, "There is no tenant " + tenant + ".");
  }

  /** Across tenants only the operator works, whichever surface asks. */
  private static void check(Caller caller, String permission) {
    if (!caller.may(permission)) {
      throw new Forbidden(KernelError.FORBIDDEN, "This needs the permission " + permission + ".");
    }
  }
}
