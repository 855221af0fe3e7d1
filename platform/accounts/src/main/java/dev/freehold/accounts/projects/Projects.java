package dev.freehold.accounts.projects;

import static dev.freehold.accounts.projects.ProjectState.ACTIVE;
import static dev.freehold.accounts.projects.ProjectState.ARCHIVED;
import static dev.freehold.accounts.projects.ProjectState.PAUSED;

import dev.freehold.accounts.access.KeyCache;
import dev.freehold.accounts.limits.Quota;
import dev.freehold.accounts.limits.TenantQuota;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.db.Rows;
import dev.freehold.kernel.db.TenantDb;
import dev.freehold.kernel.error.Conflict;
import dev.freehold.kernel.error.NotFound;
import dev.freehold.kernel.http.IfMatch;
import dev.freehold.kernel.http.Page;
import dev.freehold.kernel.http.PageRequest;
import java.sql.Types;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.JsonNodeFactory;

/** Projects of a tenant: made, read, changed, paused, archived. None is ever deleted. */
@Component
public class Projects {

  static final int MOST_KEYS = 10_000;

  private static final RowMapper<Project.Row> ROW = Rows.of(Project.Row.class);
  private static final RowMapper<Project> PROJECT =
      (row, index) -> Objects.requireNonNull(ROW.mapRow(row, index)).project();

  private final TenantDb db;
  private final TenantQuota tenants;
  private final KeyCache cache;

  Projects(TenantDb db, TenantQuota tenants, KeyCache cache) {
    this.db = db;
    this.tenants = tenants;
    this.cache = cache;
  }

  public Project create(Caller caller, ProjectDraft draft) {
    var slug =
        draft.slug() == null ? ProjectSlug.of(draft.name()) : ProjectSlug.checked(draft.slug());
    var settings =
        draft.settings() == null
            ? JsonNodeFactory.instance.objectNode()
            : ProjectSettings.checked(draft.settings());
    var limits = draft.limits() == null ? Quota.NONE : draft.limits();
    tenants.checkWithin(caller, limits, "A project", "limits.");
    var plan = tenants.plan(caller);
    return withSlug(
        slug,
        caller,
        sql -> {
          ProjectQuotas.checkRoom(sql, caller, plan);
          return written(
              sql.sql(
                      """
                      insert into accounts.project
                        (name, slug, description, settings, max_keys,
                         per_second, per_minute, per_hour, per_day)
                      values
                        (:name, :slug, :description, cast(:settings as jsonb), :maxKeys,
                         :second, :minute, :hour, :day)
                      returning *
                      """)
                  .param("description", draft.description() == null ? "" : draft.description()),
              new Values(draft.name().strip(), slug, settings.toString(), draft.maxKeys(), limits));
        });
  }

  /** What both a new and a changed project is written with. */
  private record Values(
      String name, String slug, String settings, @Nullable Integer maxKeys, Quota limits) {}

  private static Project written(JdbcClient.StatementSpec statement, Values values) {
    return statement
        .param("name", values.name())
        .param("slug", values.slug())
        .param("settings", values.settings())
        .param("maxKeys", values.maxKeys(), Types.INTEGER)
        .param("second", values.limits().perSecond(), Types.BIGINT)
        .param("minute", values.limits().perMinute(), Types.BIGINT)
        .param("hour", values.limits().perHour(), Types.BIGINT)
        .param("day", values.limits().perDay(), Types.BIGINT)
        .query(PROJECT)
        .single();
  }

  /**
   * Newest first.
   *
   * @param archived whether to list archived ones as well
   */
  public Page<Project> list(Caller caller, boolean archived, PageRequest page) {
    var values = page.values();
    values.put("archived", archived);
    return page.of(
        db.read(
            caller,
            """
            select * from accounts.project
            where tenant_id = :tenant and id < :after and (:archived or archived_at is null)
            order by id desc
            limit :limit
            """,
            values,
            PROJECT),
        Project::id);
  }

  public Project get(Caller caller, UUID id) {
    return db.readOne(
            caller,
            "select * from accounts.project where tenant_id = :tenant and id = :id",
            Map.of("id", id),
            PROJECT)
        .orElseThrow(() -> notFound(id));
  }

  /** Changes a project; its limits hold on this node at once, within ten seconds on others. */
  public Project update(Caller caller, UUID id, ProjectChange change, IfMatch ifMatch) {
    if (change.settings() != null) {
      ProjectSettings.checked(change.settings());
    }
    if (change.limits() != null) {
      tenants.checkWithin(caller, change.limits(), "A project", "limits.");
    }
    var slug = change.slug() == null ? null : ProjectSlug.checked(change.slug());
    var changed =
        withSlug(
            slug,
            caller,
            sql -> {
              var current = lock(sql, caller, id);
              ifMatch.check(current);
              return write(sql, caller, current, change, slug);
            });
    tenants.changed(caller);
    return changed;
  }

  private static Project write(
      JdbcClient sql, Caller caller, Project current, ProjectChange change, @Nullable String slug) {
    var maxKeys = change.maxKeys() == null ? current.maxKeys() : change.maxKeys();
    return written(
        sql.sql(
                """
                update accounts.project
                set name = :name, slug = :slug, description = :description,
                  settings = cast(:settings as jsonb), max_keys = nullif(:maxKeys, 0),
                  per_second = :second, per_minute = :minute, per_hour = :hour, per_day = :day
                where tenant_id = :tenant and id = :id
                returning *
                """)
            .param("tenant", caller.tenantId())
            .param("id", current.id())
            .param(
                "description",
                change.description() == null ? current.description() : change.description()),
        new Values(
            change.name() == null ? current.name() : change.name().strip(),
            slug == null ? current.slug() : slug,
            (change.settings() == null ? current.settings() : change.settings()).toString(),
            maxKeys,
            change.limits() == null ? current.limits() : change.limits()));
  }

  /** Has its keys refused from now on, on every node; pausing it again changes nothing. */
  public Project pause(Caller caller, UUID id) {
    return move(caller, id, current -> current.state() == ACTIVE ? PAUSED : current.state());
  }

  /** Lets its keys work again. */
  public Project resume(Caller caller, UUID id) {
    return move(
        caller,
        id,
        current -> {
          if (current.state() == ARCHIVED) {
            throw new Conflict(
                ProjectsError.PROJECT_ARCHIVED, "The project is archived. Restore it first.");
          }
          return ACTIVE;
        });
  }

  /** Pauses it and has lists leave it out. */
  public Project archive(Caller caller, UUID id) {
    return move(caller, id, current -> ARCHIVED);
  }

  /** Takes it out of the archive; it stays paused until somebody resumes it. */
  public Project restore(Caller caller, UUID id) {
    return move(caller, id, current -> current.state() == ARCHIVED ? PAUSED : current.state());
  }

  private Project move(Caller caller, UUID id, Function<Project, ProjectState> to) {
    var plan = tenants.plan(caller);
    var moved =
        db.inTenant(
            caller,
            sql -> {
              var current = lock(sql, caller, id);
              var state = to.apply(current);
              if (state == current.state()) {
                return current;
              }
              if (current.state() == ARCHIVED) {
                ProjectQuotas.checkRoom(sql, caller, plan);
              }
              return setState(sql, caller, id, state);
            });
    cache.forgetProject(id);
    return moved;
  }

  private static Project setState(JdbcClient sql, Caller caller, UUID id, ProjectState state) {
    return sql.sql(
            """
            update accounts.project set
              paused_at = case when :paused then coalesce(paused_at, now()) end,
              archived_at = case when :archived then now() end
            where tenant_id = :tenant and id = :id
            returning *
            """)
        .param("paused", state != ACTIVE)
        .param("archived", state == ARCHIVED)
        .param("tenant", caller.tenantId())
        .param("id", id)
        .query(PROJECT)
        .single();
  }

  /**
   * The project that something new is to belong to, locked until the transaction ends: the one that
   * was asked for, or the one that the caller is bound to; none if neither is.
   *
   * @throws NotFound if the caller is bound to another, as of one that is not there
   * @throws Conflict if it is archived
   */
  public static Optional<Project> lockOwner(JdbcClient sql, Caller caller, @Nullable UUID wanted) {
    var id = wanted == null ? caller.project() : wanted;
    if (id == null) {
      return Optional.empty();
    }
    var project = lock(sql, caller, id);
    if (project.state() == ARCHIVED) {
      throw new Conflict(
          ProjectsError.PROJECT_ARCHIVED,
          "The project is archived. Restore it first, or use another.");
    }
    return Optional.of(project);
  }

  /** Locked until the transaction ends, but not against rows that only refer to it. */
  static Project lock(JdbcClient sql, Caller caller, UUID id) {
    return sql.sql(
            """
            select * from accounts.project
            where tenant_id = :tenant and id = :id for no key update
            """)
        .param("tenant", caller.tenantId())
        .param("id", id)
        .query(PROJECT)
        .optional()
        .orElseThrow(() -> notFound(id));
  }

  private Project withSlug(
      @Nullable String slug, Caller caller, Function<JdbcClient, Project> work) {
    try {
      return db.inTenant(caller, work);
    } catch (DuplicateKeyException e) {
      throw new Conflict(
          ProjectsError.PROJECT_SLUG_TAKEN,
          "There is a project " + slug + " already, maybe an archived one. Choose another slug.");
    }
  }

  private static NotFound notFound(UUID id) {
    return new NotFound(ProjectsError.PROJECT_NOT_FOUND, "There is no project " + id + ".");
  }
}
