package dev.freehold.accounts.operator;

import dev.freehold.accounts.AccountsError;
import dev.freehold.accounts.Tokens;
import dev.freehold.accounts.access.KeyCache;
import dev.freehold.kernel.Actor;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.Impersonation;
import dev.freehold.kernel.db.PlatformDb;
import dev.freehold.kernel.db.Rows;
import dev.freehold.kernel.db.TenantDb;
import dev.freehold.kernel.error.Forbidden;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.error.KernelError;
import dev.freehold.kernel.error.NotFound;
import dev.freehold.kernel.http.Page;
import dev.freehold.kernel.http.PageRequest;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The operator acting as a member of a tenant, to see what they see. The operator's own session
 * leads there meanwhile; it leads back when the time is over, when it is ended, and at once when
 * the operator's rights or the member's end. The tenant reads of each in its audit log and its
 * list.
 */
@Component
public class Impersonations {

  static final Duration LONGEST = Duration.ofHours(4);
  static final Duration STANDARD = Duration.ofMinutes(30);

  private static final int MOST_PEOPLE = 1_000;

  /** Somebody as whom one may act. */
  record Person(UUID userId, String name, String email, String role) {}

  private final PlatformDb db;
  private final TenantDb ofTenant;
  private final KeyCache cache;

  Impersonations(PlatformDb db, TenantDb ofTenant, KeyCache cache) {
    this.db = db;
    this.ofTenant = ofTenant;
    this.cache = cache;
  }

  /** The active members of a tenant that is not the operator's own, by name. */
  List<Person> people(Caller operator, UUID tenant) {
    check(operator);
    return db.acrossTenants(
        operator.actor(),
        operator.requestId(),
        sql ->
            sql.sql(
                    """
                    select u.id as user_id, u.name, u.email, m.role
                    from accounts.member m
                    join accounts.user_account u
                      on u.id = m.user_id and u.deleted_at is null and u.suspended_at is null
                    join accounts.tenant t
                      on t.tenant_id = m.tenant_id and not t.operator
                      and t.deleted_at is null and t.suspended_at is null
                    where m.tenant_id = :tenant and m.status = 'active'
                    order by u.name, u.id limit :most
                    """)
                .param("tenant", tenant)
                .param("most", MOST_PEOPLE)
                .query(Rows.of(Person.class))
                .list());
  }

  /**
   * Turns the operator's session into the member's.
   *
   * @param token of the operator's session of the console
   * @param mayWrite whether something may be changed, or only looked at
   */
  public void start(
      Caller operator,
      String token,
      UUID tenant,
      UUID user,
      String reason,
      Duration length,
      boolean mayWrite) {
    check(operator);
    if (reason.isBlank() || reason.length() > OperatedTenants.MAX_REASON) {
      throw Invalid.field("reason", "must have 1 to " + OperatedTenants.MAX_REASON + " characters");
    }
    if (!length.isPositive() || length.compareTo(LONGEST) > 0) {
      throw Invalid.field("minutes", "must be from 1 to " + LONGEST.toMinutes());
    }
    var person =
        people(operator, tenant).stream()
            .filter(one -> one.userId().equals(user))
            .findFirst()
            .orElseThrow(
                () ->
                    new NotFound(
                        AccountsError.TENANT_NOT_FOUND,
                        "There is no such member in a tenant that is in use."));
    db.acrossTenants(
        operator.actor(),
        operator.requestId(),
        sql ->
            lend(
                sql,
                operator,
                token,
                insert(sql, operator, tenant, person, reason, length, mayWrite)));
    cache.forget(Tokens.sha256(token));
  }

  private static UUID insert(
      JdbcClient sql,
      Caller operator,
      UUID tenant,
      Person person,
      String reason,
      Duration length,
      boolean mayWrite) {
    return sql.sql(
            """
            insert into accounts.impersonation
              (tenant_id, user_id, user_name, operator_id, operator_name, reason, may_write,
               expires_at)
            values (
              :tenant, :user, :userName, :operator, :operatorName, :reason, :mayWrite,
              now() + make_interval(secs => :length))
            returning id
            """)
        .param("tenant", tenant)
        .param("user", person.userId())
        .param("userName", person.name())
        .param("operator", operator.actor().id())
        .param("operatorName", operator.actor().name())
        .param("reason", reason)
        .param("mayWrite", mayWrite)
        .param("length", length.toSeconds())
        .query(UUID.class)
        .single();
  }

  private static int lend(JdbcClient sql, Caller operator, String token, UUID impersonation) {
    sql.sql(
            """
            update accounts.impersonation i set ended_at = least(now(), i.expires_at)
            from accounts.session s
            where s.token_hash = :hash and i.id = s.impersonation_id and i.ended_at is null
            """)
        .param("hash", Tokens.sha256(token))
        .update();
    int lent =
        sql.sql(
                """
                update accounts.session set impersonation_id = :impersonation
                where token_hash = :hash and user_id = :operator and access_expires_at is null
                """)
            .param("impersonation", impersonation)
            .param("hash", Tokens.sha256(token))
            .param("operator", operator.actor().id())
            .update();
    if (lent == 0) {
      throw new Forbidden(KernelError.FORBIDDEN, "This needs the operator's own session.");
    }
    return lent;
  }

  /** Gives the session back to the operator. */
  void end(Caller caller, Impersonation impersonation, String token) {
    db.acrossTenants(
        caller.actor(),
        caller.requestId(),
        sql -> {
          sql.sql("update accounts.session set impersonation_id = null where token_hash = :hash")
              .param("hash", Tokens.sha256(token))
              .update();
          return sql.sql(
                  """
                  update accounts.impersonation set ended_at = now()
                  where tenant_id = :tenant and id = :id and ended_at is null
                  """)
              .param("tenant", caller.tenantId())
              .param("id", impersonation.id())
              .update();
        });
    cache.forget(Tokens.sha256(token));
  }

  /** Those of the caller's own tenant, the newest first. */
  Page<ImpersonationEntry> list(Caller caller, PageRequest page) {
    return page.of(
        ofTenant.read(
            caller,
            """
            select id, user_id, user_name, operator_name, reason, may_write, created_at,
              expires_at, ended_at
            from accounts.impersonation
            where tenant_id = :tenant and id < :after
            order by id desc limit :limit
            """,
            page.values(),
            Rows.of(ImpersonationEntry.class)),
        ImpersonationEntry::id);
  }

  /** Notes the end of those whose time is over; nothing could be done with them any more. */
  void endExpired() {
    db.acrossTenants(
        new Actor(Actor.Kind.SYSTEM, null, "time limit"),
        "impersonations",
        sql -> {
          sql.sql(
                  """
                  update accounts.impersonation set ended_at = expires_at
                  where ended_at is null and expires_at <= now()
                  """)
              .update();
          return sql.sql(
                  """
                  update accounts.session s set impersonation_id = null
                  from accounts.impersonation i
                  where i.id = s.impersonation_id and i.ended_at is not null
                  """)
              .update();
        });
  }

  private static void check(Caller caller) {
    if (!caller.may(OperatorConfiguration.IMPERSONATE) || caller.impersonation() != null) {
      throw new Forbidden(
          KernelError.FORBIDDEN,
          "This needs the permission " + OperatorConfiguration.IMPERSONATE + ".");
    }
  }
}
