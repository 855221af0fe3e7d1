package dev.freehold.accounts.keys;

import dev.freehold.accounts.AccountsError;
import dev.freehold.accounts.access.GrantablePermissions;
import dev.freehold.accounts.access.KeyCache;
import dev.freehold.accounts.projects.Project;
import dev.freehold.accounts.projects.ProjectQuotas;
import dev.freehold.accounts.projects.Projects;
import dev.freehold.accounts.tenants.Sandboxes;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Permission;
import dev.freehold.kernel.db.Rows;
import dev.freehold.kernel.db.TenantDb;
import dev.freehold.kernel.error.Conflict;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.error.NotFound;
import dev.freehold.kernel.http.Page;
import dev.freehold.kernel.http.PageRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** API keys of a tenant: made, listed, rolled, revoked. */
@Component
public class ApiKeys {

  /** How long a key may go on working beside the one that takes its place. */
  public static final Duration MAX_OVERLAP = Duration.ofDays(30);

  private static final String SELECT =
      """
      select k.*, u.last_used_at, u.last_address, coalesce(u.uses, 0) as uses
      from accounts.api_key k
      left join accounts.api_key_use u on u.tenant_id = k.tenant_id and u.key_id = k.id
      where k.tenant_id = :tenant
      """;

  private final TenantDb db;
  private final GrantablePermissions grantable;
  private final Sandboxes sandboxes;
  private final KeyCache cache;
  private final Clock clock;

  ApiKeys(
      TenantDb db,
      GrantablePermissions grantable,
      Sandboxes sandboxes,
      KeyCache cache,
      Clock clock) {
    this.db = db;
    this.grantable = grantable;
    this.sandboxes = sandboxes;
    this.cache = cache;
    this.clock = clock;
  }

  /** A key to the tenant's own data, to be used from anywhere. */
  public NewApiKey create(
      Caller caller, String name, List<String> scopes, @Nullable Instant expiresAt) {
    return create(caller, KeyDraft.live(name, scopes, expiresAt));
  }

  /** Makes a key that can do no more than its maker. */
  public NewApiKey create(Caller caller, KeyDraft draft) {
    var granted = granted(caller, draft.scopes());
    var addresses = AddressRanges.checked(draft.allowedAddresses());
    checkExpiry(draft.expiresAt());
    checkMode(caller, draft);
    return db.inTenant(
        caller,
        sql -> {
          var project = Projects.lockOwner(sql, caller, draft.projectId());
          project.ifPresent(owner -> ProjectQuotas.checkRoomForKey(sql, caller, owner));
          var checked =
              new KeyDraft(
                  draft.name(),
                  draft.mode(),
                  granted,
                  draft.expiresAt(),
                  addresses,
                  project.map(Project::id).orElse(null));
          return insert(sql, checked, null);
        });
  }

  /** A test key acts in the sandbox, where the tenant's projects are not. */
  private void checkMode(Caller caller, KeyDraft draft) {
    if (draft.mode() == KeyMode.TEST) {
      if (draft.projectId() != null || caller.project() != null) {
        throw Invalid.field("mode", "must be live for a key that is bound to a project");
      }
      sandboxes.ensure(caller);
    }
  }

  /**
   * Makes a key with the same rights to take another's place, which goes on working for a while.
   *
   * @param overlap how long the old key works on, at most {@link #MAX_OVERLAP}; zero ends it at
   *     once
   */
  public NewApiKey roll(Caller caller, UUID id, Duration overlap, @Nullable Instant expiresAt) {
    if (overlap.isNegative() || overlap.compareTo(MAX_OVERLAP) > 0) {
      throw Invalid.field("overlap_seconds", "must lie between 0 and " + MAX_OVERLAP.toSeconds());
    }
    checkExpiry(expiresAt);
    var made =
        db.inTenant(
            caller,
            sql -> {
              var old = lock(sql, caller, id);
              grantable.checked(caller, old.scopes(), "scopes");
              endAt(sql, caller, id, clock.instant().plus(overlap));
              var draft =
                  new KeyDraft(
                      old.name(),
                      old.mode(),
                      old.scopes(),
                      expiresAt,
                      old.allowedAddresses(),
                      old.projectId());
              return insert(sql, draft, id);
            });
    cache.forgetActor(id);
    return made;
  }

  private static NewApiKey insert(JdbcClient sql, KeyDraft draft, @Nullable UUID rolledFrom) {
    var text = KeyText.generate(draft.mode());
    var key =
        sql.sql(
                """
                insert into accounts.api_key
                  (public_id, mode, name, secret_hash, scopes, expires_at, allowed_addresses,
                   project_id, rolled_from)
                values
                  (:publicId, :mode, :name, :hash, :scopes, :expiresAt, :addresses, :project,
                   :rolledFrom)
                returning *, null::timestamptz as last_used_at, null as last_address, 0 as uses
                """)
            .param("publicId", text.publicId())
            .param("mode", draft.mode().wireName())
            .param("name", draft.name())
            .param("hash", text.hash())
            .param("scopes", draft.scopes().toArray(new String[0]))
            .param("expiresAt", draft.expiresAt() == null ? null : utc(draft.expiresAt()))
            .param("addresses", draft.allowedAddresses().toArray(new String[0]))
            .param("project", draft.projectId(), java.sql.Types.OTHER)
            .param("rolledFrom", rolledFrom, java.sql.Types.OTHER)
            .query(Rows.of(ApiKey.class))
            .single();
    return NewApiKey.of(key, text.whole());
  }

  private ApiKey lock(JdbcClient sql, Caller caller, UUID id) {
    var key =
        sql.sql(SELECT + " and k.id = :id for update of k")
            .param("tenant", caller.tenantId())
            .param("id", id)
            .query(Rows.of(ApiKey.class))
            .optional()
            .orElseThrow(() -> notFound(id));
    if (key.revokedAt() != null || hasExpired(key)) {
      throw new Conflict(
          AccountsError.API_KEY_ENDED, "The key has ended already. Make a new one instead.");
    }
    return key;
  }

  private boolean hasExpired(ApiKey key) {
    return key.expiresAt() != null && !key.expiresAt().isAfter(clock.instant());
  }

  private static void endAt(JdbcClient sql, Caller caller, UUID id, Instant end) {
    sql.sql(
            """
            update accounts.api_key set expires_at = least(expires_at, :end)
            where tenant_id = :tenant and id = :id
            """)
        .param("end", utc(end))
        .param("tenant", caller.tenantId())
        .param("id", id)
        .update();
  }

  /** Newest first, revoked ones included. */
  public Page<ApiKey> list(Caller caller, PageRequest page) {
    return page.of(
        db.read(
            caller,
            SELECT + " and k.id < :after order by k.id desc limit :limit",
            page.values(),
            Rows.of(ApiKey.class)),
        ApiKey::id);
  }

  /** Those of one project, newest first, revoked ones included. */
  public Page<ApiKey> ofProject(Caller caller, UUID project, PageRequest page) {
    var values = page.values();
    values.put("project", project);
    return page.of(
        db.read(
            caller,
            SELECT
                + " and k.project_id = :project and k.id < :after order by k.id desc limit :limit",
            values,
            Rows.of(ApiKey.class)),
        ApiKey::id);
  }

  public ApiKey get(Caller caller, UUID id) {
    return db.readOne(caller, SELECT + " and k.id = :id", Map.of("id", id), Rows.of(ApiKey.class))
        .orElseThrow(() -> notFound(id));
  }

  /**
   * Ends a key at once; ending it again changes nothing.
   *
   * @param reason for those who wonder later
   */
  public ApiKey revoke(Caller caller, UUID id, @Nullable String reason) {
    var key =
        db.inTenant(
            caller,
            sql -> {
              int found =
                  sql.sql(
                          """
                          update accounts.api_key set
                            revoked_reason =
                              case when revoked_at is null then :reason else revoked_reason end,
                            revoked_at = coalesce(revoked_at, :now)
                          where tenant_id = :tenant and id = :id
                          """)
                      .param("reason", reason, java.sql.Types.VARCHAR)
                      .param("now", utc(clock.instant()))
                      .param("tenant", caller.tenantId())
                      .param("id", id)
                      .update();
              if (found == 0) {
                throw notFound(id);
              }
              return sql.sql(SELECT + " and k.id = :id")
                  .param("tenant", caller.tenantId())
                  .param("id", id)
                  .query(Rows.of(ApiKey.class))
                  .single();
            });
    cache.forgetActor(id);
    return key;
  }

  private void checkExpiry(@Nullable Instant expiresAt) {
    if (expiresAt != null && !expiresAt.isAfter(clock.instant())) {
      throw Invalid.field("expires_at", "must lie in the future");
    }
  }

  private List<String> granted(Caller caller, List<String> scopes) {
    return scopes.equals(List.of("*"))
        ? grantable.of(caller).stream().map(Permission::name).toList()
        : grantable.checked(caller, scopes, "scopes");
  }

  private static java.time.OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private static NotFound notFound(UUID id) {
    return new NotFound(AccountsError.API_KEY_NOT_FOUND, "There is no API key " + id + ".");
  }
}
