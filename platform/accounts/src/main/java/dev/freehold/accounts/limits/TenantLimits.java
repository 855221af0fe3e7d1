package dev.freehold.accounts.limits;

import dev.freehold.accounts.AccountsError;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.db.PlatformDb;
import dev.freehold.kernel.db.Rows;
import dev.freehold.kernel.error.Forbidden;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.error.KernelError;
import dev.freehold.kernel.error.NotFound;
import java.sql.Types;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The operator's side: which plans there are, and which tenant has which, and why. */
@Component
public class TenantLimits {

  /** A plan of the catalogue. */
  public record Plan(String name, Quota quota) {}

  private record PlanRow(
      String name,
      @Nullable Long perSecond,
      @Nullable Long perMinute,
      @Nullable Long perHour,
      @Nullable Long perDay) {

    Plan plan() {
      return new Plan(name, new Quota(perSecond, perMinute, perHour, perDay));
    }
  }

  private static final int MAX_REASON = 500;
  private static final int MOST_LISTED = 10_000;

  private final PlatformDb db;
  private final LimitTable table;

  TenantLimits(PlatformDb db, LimitTable table) {
    this.db = db;
    this.table = table;
  }

  public List<Plan> plans(Caller operator) {
    checkOperator(operator);
    return db
        .acrossTenants(
            operator.actor(),
            operator.requestId(),
            sql ->
                sql.sql("select * from accounts.plan order by per_day nulls last, name")
                    .query(Rows.of(PlanRow.class))
                    .list())
        .stream()
        .map(PlanRow::plan)
        .toList();
  }

  /** Open tenants by name, sandboxes left out: they have their tenant's limits. */
  List<TenantLimit> list(Caller operator) {
    return find(operator, null);
  }

  TenantLimit get(Caller operator, UUID tenant) {
    return find(operator, tenant).stream().findFirst().orElseThrow(() -> notFound(tenant));
  }

  private List<TenantLimit> find(Caller operator, @Nullable UUID tenant) {
    checkOperator(operator);
    return db.acrossTenants(
        operator.actor(),
        operator.requestId(),
        sql ->
            sql.sql(
                    """
                    select t.tenant_id, t.name, t.slug, l.plan, l.per_second, l.per_minute,
                      l.per_hour, l.per_day, l.reason
                    from accounts.tenant t
                    left join accounts.tenant_limit l on l.tenant_id = t.tenant_id
                    where t.deleted_at is null and t.sandbox_of is null
                      and (cast(:tenant as uuid) is null or t.tenant_id = :tenant)
                    order by t.name, t.slug limit :most
                    """)
                .param("tenant", tenant, Types.OTHER)
                .param("most", MOST_LISTED)
                .query(Rows.of(TenantLimit.class))
                .list());
  }

  /**
   * Gives a tenant a plan, and numbers in the place of some of the plan's. The tenant's audit log
   * says who did it and why.
   */
  public void change(Caller operator, UUID tenant, String plan, Quota instead, String reason) {
    checkOperator(operator);
    if (reason.isBlank() || reason.length() > MAX_REASON) {
      throw Invalid.field("reason", "must have 1 to " + MAX_REASON + " characters");
    }
    db.acrossTenants(
        operator.actor(),
        operator.requestId(),
        sql -> {
          check(sql, tenant, plan);
          return write(sql, tenant, plan, instead, reason);
        });
    table.forget(tenant);
  }

  private static void check(JdbcClient sql, UUID tenant, String plan) {
    if (!exists(
        sql.sql(
                "select 1 from accounts.tenant where tenant_id = :tenant and deleted_at is null"
                    + " and sandbox_of is null")
            .param("tenant", tenant))) {
      throw notFound(tenant);
    }
    if (!exists(sql.sql("select 1 from accounts.plan where name = :plan").param("plan", plan))) {
      throw Invalid.field("plan", "is not the name of a plan");
    }
  }

  private static NotFound notFound(UUID tenant) {
    return new NotFound(AccountsError.TENANT_NOT_FOUND, "There is no tenant " + tenant + ".");
  }

  private static boolean exists(JdbcClient.StatementSpec row) {
    return row.query(Integer.class).optional().isPresent();
  }

  private static int write(JdbcClient sql, UUID tenant, String plan, Quota instead, String reason) {
    return sql.sql(
            """
            insert into accounts.tenant_limit
              (tenant_id, plan, per_second, per_minute, per_hour, per_day, reason)
            values (:tenant, :plan, :second, :minute, :hour, :day, :reason)
            on conflict (tenant_id) do update set
              plan = excluded.plan,
              per_second = excluded.per_second, per_minute = excluded.per_minute,
              per_hour = excluded.per_hour, per_day = excluded.per_day,
              reason = excluded.reason
            """)
        .param("tenant", tenant)
        .param("plan", plan)
        .param("second", instead.perSecond(), Types.BIGINT)
        .param("minute", instead.perMinute(), Types.BIGINT)
        .param("hour", instead.perHour(), Types.BIGINT)
        .param("day", instead.perDay(), Types.BIGINT)
        .param("reason", reason)
        .update();
  }

  /** Across tenants only the operator works, whichever surface asks. */
  private static void checkOperator(Caller caller) {
    if (!caller.may(LimitsConfiguration.OPERATE)) {
      throw new Forbidden(
          KernelError.FORBIDDEN, "This needs the permission " + LimitsConfiguration.OPERATE + ".");
    }
  }
}
