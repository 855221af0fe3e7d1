package dev.freehold.accounts.projects;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.error.Conflict;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How many projects a tenant may have, and how many keys a project. */
public final class ProjectQuotas {

  private ProjectQuotas() {}

  /**
   * Refuses one more project than the plan is good for. The tenant's row is locked, so that two at
   * once count one after the other.
   *
   * @param plan found out before the transaction, which holds a connection already
   */
  static void checkRoom(JdbcClient sql, Caller caller, String plan) {
    sql.sql("select 1 from accounts.tenant where tenant_id = :tenant for no key update")
        .param("tenant", caller.tenantId())
        .query(Integer.class)
        .optional();
    var full =
        sql.sql(
                """
                select p.max_projects from accounts.plan p
                where p.name = :plan
                  and p.max_projects <= (
                    select count(*) from accounts.project
                    where tenant_id = :tenant and archived_at is null)
                """)
            .param("plan", plan)
            .param("tenant", caller.tenantId())
            .query(Integer.class)
            .optional();
    if (full.isPresent()) {
      throw new Conflict(
          ProjectsError.TOO_MANY_PROJECTS,
          "The plan is good for "
              + full.get()
              + " projects. Archive one, or ask the operator for another plan.");
    }
  }

  /**
   * Refuses one more key than the project may have. One that ended, or that another has taken the
   * place of, does not count.
   *
   * @param project locked, so that two at once count one after the other
   */
  public static void checkRoomForKey(JdbcClient sql, Caller caller, Project project) {
    if (project.maxKeys() == null) {
      return;
    }
    var keys =
        sql.sql(
                """
                select count(*) from accounts.api_key k
                where k.tenant_id = :tenant and k.project_id = :project
                  and k.revoked_at is null
                  and (k.expires_at is null or k.expires_at > now())
                  and not exists (
                    select from accounts.api_key successor
                    where successor.tenant_id = k.tenant_id and successor.rolled_from = k.id)
                """)
            .param("tenant", caller.tenantId())
            .param("project", project.id())
            .query(Long.class)
            .single();
    if (keys >= project.maxKeys()) {
      throw new Conflict(
          ProjectsError.TOO_MANY_KEYS,
          "The project "
              + project.name()
              + " may have "
              + project.maxKeys()
              + " keys, and has. Revoke one, or raise the number.");
    }
  }
}
