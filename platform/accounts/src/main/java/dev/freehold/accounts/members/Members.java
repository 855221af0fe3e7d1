package dev.freehold.accounts.members;

import dev.freehold.accounts.Role;
import dev.freehold.accounts.access.KeyCache;
import dev.freehold.accounts.members.Member.Status;
import dev.freehold.kernel.Actor;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.db.Rows;
import dev.freehold.kernel.db.TenantDb;
import dev.freehold.kernel.error.Conflict;
import dev.freehold.kernel.error.Forbidden;
import dev.freehold.kernel.error.NotFound;
import dev.freehold.kernel.http.IfMatch;
import dev.freehold.kernel.http.Page;
import dev.freehold.kernel.http.PageRequest;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The people of a tenant. Whoever is suspended, removed or given another role loses what they had
 * at once; a tenant always keeps an active owner.
 */
@Component
public class Members {

  private static final String ONE =
      """
      select m.id, m.user_id, u.name, u.email, m.role, m.custom_role_id, r.name as custom_role, m.status,
        m.created_at, m.updated_at, m.version
      from accounts.member m
      join accounts.user_account u on u.id = m.user_id
      left join accounts.custom_role r
        on r.tenant_id = m.tenant_id and r.id = m.custom_role_id
      where m.tenant_id = :tenant and m.id = :id
      """;

  private final TenantDb db;
  private final RoleLimit limit;
  private final KeyCache cache;

  Members(TenantDb db, RoleLimit limit, KeyCache cache) {
    this.db = db;
    this.limit = limit;
    this.cache = cache;
  }

  /** Newest first. */
  public Page<Member> list(Caller caller, PageRequest page) {
    return page.of(
        db.read(
            caller,
            """
            select m.id, m.user_id, u.name, u.email, m.role, m.custom_role_id, r.name as custom_role, m.status,
        m.created_at, m.updated_at, m.version
            from accounts.member m
            join accounts.user_account u on u.id = m.user_id
      left join accounts.custom_role r
        on r.tenant_id = m.tenant_id and r.id = m.custom_role_id
            where m.tenant_id = :tenant and m.id < :after
            order by m.id desc
            limit :limit
            """,
            page.values(),
            Rows.of(Member.class)),
        Member::id);
  }

  public Member get(Caller caller, UUID id) {
    return db.readOne(caller, ONE, Map.of("id", id), Rows.of(Member.class))
        .orElseThrow(() -> notFound(id));
  }

  /** Gives a member another role; neither the old nor the new one may be above the caller's own. */
  public Member changeRole(Caller caller, UUID id, Role role, IfMatch ifMatch) {
    var changed =
        db.inTenant(
            caller,
            sql -> {
              var member = locked(sql, caller, id);
              ifMatch.check(member);
              limit.check(caller, role);
              if (member.isActiveOwner() && role != Role.OWNER) {
                keepAnOwner(sql, caller);
              }
              setRole(sql, caller, id, role);
              revokeInvitationsOf(sql, caller, member);
              return find(sql, caller, id);
            });
    cache.forgetActor(changed.userId());
    return changed;
  }

  /** Gives a member a role of the tenant's own, which may do no more than the caller. */
  public Member giveCustomRole(Caller caller, UUID id, UUID roleId, IfMatch ifMatch) {
    var changed =
        db.inTenant(
            caller,
            sql -> {
              var member = locked(sql, caller, id);
              ifMatch.check(member);
              limit.checkCustom(sql, caller, roleId);
              if (member.isActiveOwner()) {
                keepAnOwner(sql, caller);
              }
              sql.sql(
                      """
                      update accounts.member set role = 'custom', custom_role_id = :role
                      where tenant_id = :tenant and id = :id
                      """)
                  .param("role", roleId)
                  .param("tenant", caller.tenantId())
                  .param("id", id)
                  .update();
              revokeInvitationsOf(sql, caller, member);
              return find(sql, caller, id);
            });
    cache.forgetActor(changed.userId());
    return changed;
  }

  /** Keeps a member out until they are let in again; suspending them again changes nothing. */
  public Member suspend(Caller caller, UUID id) {
    return setStatus(caller, id, Status.SUSPENDED);
  }

  /** Lets a suspended member in again. */
  public Member resume(Caller caller, UUID id) {
    return setStatus(caller, id, Status.ACTIVE);
  }

  private Member setStatus(Caller caller, UUID id, Status status) {
    var changed =
        db.inTenant(
            caller,
            sql -> {
              var member = locked(sql, caller, id);
              if (status == Status.SUSPENDED) {
                if (member.isActiveOwner()) {
                  keepAnOwner(sql, caller);
                }
                revokeInvitationsOf(sql, caller, member);
              }
              sql.sql(
                      """
                      update accounts.member set status = lower(:status)
                      where tenant_id = :tenant and id = :id and status <> lower(:status)
                      """)
                  .param("status", status.name())
                  .param("tenant", caller.tenantId())
                  .param("id", id)
                  .update();
              return find(sql, caller, id);
            });
    cache.forgetActor(changed.userId());
    return changed;
  }

  /** Removes a member; what they made stays. */
  public void remove(Caller caller, UUID id) {
    var removed = db.inTenant(caller, sql -> remove(sql, caller, locked(sql, caller, id)));
    cache.forgetActor(removed.userId());
  }

  /** The caller's own way out, whatever their role. */
  public void leave(Caller caller) {
    var left =
        db.inTenant(
            caller,
            sql -> {
              lockTenant(sql, caller);
              return remove(sql, caller, self(sql, caller));
            });
    cache.forgetActor(left.userId());
  }

  private Member remove(JdbcClient sql, Caller caller, Member member) {
    if (member.isActiveOwner()) {
      keepAnOwner(sql, caller);
    }
    revokeInvitationsOf(sql, caller, member);
    sql.sql("delete from accounts.member where tenant_id = :tenant and id = :id")
        .param("tenant", caller.tenantId())
        .param("id", member.id())
        .update();
    return member;
  }

  /** Makes a member the owner in the caller's place, who is an admin from then on. */
  public Member transferOwnership(Caller caller, UUID id) {
    var changed =
        db.inTenant(
            caller,
            sql -> {
              var heir = locked(sql, caller, id);
              var giver = self(sql, caller);
              if (!heir.isActive()) {
                throw new Conflict(
                    MembersError.MEMBER_SUSPENDED,
                    heir.name() + " is suspended. Let them in again first.");
              }
              if (!giver.isActiveOwner()) {
                throw new Forbidden(
                    MembersError.ROLE_ABOVE_YOURS, "Only an owner can hand over ownership.");
              }
              setRole(sql, caller, id, Role.OWNER);
              if (!giver.id().equals(id)) {
                setRole(sql, caller, giver.id(), Role.ADMIN);
              }
              return find(sql, caller, id);
            });
    cache.forgetActor(changed.userId());
    if (caller.actor().id() != null) {
      cache.forgetActor(caller.actor().id());
    }
    return changed;
  }

  /**
   * The member, who cannot be changed by others until this transaction ends. The tenant's row goes
   * first, always: of two who take its owners away, the second waits and counts what is left.
   */
  private Member locked(JdbcClient sql, Caller caller, UUID id) {
    lockTenant(sql, caller);
    var member = find(sql, caller, id);
    limit.check(caller, member.role());
    if (member.customRoleId() != null) {
      limit.checkCustom(sql, caller, member.customRoleId());
    }
    return member;
  }

  private static void lockTenant(JdbcClient sql, Caller caller) {
    sql.sql("select 1 from accounts.tenant where tenant_id = :tenant for no key update")
        .param("tenant", caller.tenantId())
        .query()
        .listOfRows();
  }

  private static Member self(JdbcClient sql, Caller caller) {
    if (caller.actor().kind() != Actor.Kind.USER) {
      throw new Forbidden(
          MembersError.PERSON_NEEDED, "An API key is no member. Do this signed in as a person.");
    }
    return sql.sql(
            """
            select m.id, m.user_id, u.name, u.email, m.role, m.custom_role_id, r.name as custom_role, m.status,
        m.created_at, m.updated_at, m.version
            from accounts.member m
            join accounts.user_account u on u.id = m.user_id
      left join accounts.custom_role r
        on r.tenant_id = m.tenant_id and r.id = m.custom_role_id
            where m.tenant_id = :tenant and m.user_id = :user
            """)
        .param("tenant", caller.tenantId())
        .param("user", caller.actor().id())
        .query(Rows.of(Member.class))
        .optional()
        .orElseThrow(
            () -> new NotFound(MembersError.MEMBER_NOT_FOUND, "You are not a member any more."));
  }

  private static Member find(JdbcClient sql, Caller caller, UUID id) {
    return sql.sql(ONE)
        .param("tenant", caller.tenantId())
        .param("id", id)
        .query(Rows.of(Member.class))
        .optional()
        .orElseThrow(() -> notFound(id));
  }

  private static void keepAnOwner(JdbcClient sql, Caller caller) {
    int owners =
        sql.sql(
                """
                select count(*) from accounts.member
                where tenant_id = :tenant and role = 'owner' and status = 'active'
                """)
            .param("tenant", caller.tenantId())
            .query(Integer.class)
            .single();
    if (owners < 2) {
      throw new Conflict(
          MembersError.LAST_OWNER,
          "This is the only active owner. Make somebody else an owner first, or close the tenant.");
    }
  }

  private static void setRole(JdbcClient sql, Caller caller, UUID id, Role role) {
    sql.sql(
            """
            update accounts.member set role = lower(:role), custom_role_id = null
            where tenant_id = :tenant and id = :id and role <> lower(:role)
            """)
        .param("role", role.name())
        .param("tenant", caller.tenantId())
        .param("id", id)
        .update();
  }

  /** Somebody who lost their say may not have spoken for others a minute before. */
  private static void revokeInvitationsOf(JdbcClient sql, Caller caller, Member member) {
    sql.sql(
            """
            update accounts.invitation set revoked_at = now()
            where tenant_id = :tenant and invited_by = :user
              and accepted_at is null and revoked_at is null
            """)
        .param("tenant", caller.tenantId())
        .param("user", member.userId())
        .update();
  }

  private static NotFound notFound(UUID id) {
    return new NotFound(MembersError.MEMBER_NOT_FOUND, "There is no member " + id + ".");
  }
}
