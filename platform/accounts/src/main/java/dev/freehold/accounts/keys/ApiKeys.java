package dev.freehold.accounts.keys;

import dev.freehold.accounts.AccountsError;
import dev.freehold.accounts.Role;
import dev.freehold.accounts.access.KeyCache;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Permissions;
import dev.freehold.kernel.db.Rows;
import dev.freehold.kernel.db.TenantDb;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.error.NotFound;
import dev.freehold.kernel.http.Page;
import dev.freehold.kernel.http.PageRequest;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** API keys of a tenant: made, listed, revoked. */
@Component
public class ApiKeys {

  private final TenantDb db;
  private final Permissions permissions;
  private final KeyCache cache;
  private final Clock clock;

  ApiKeys(TenantDb db, Permissions permissions, KeyCache cache, Clock clock) {
    this.db = db;
    this.permissions = permissions;
    this.cache = cache;
    this.clock = clock;
  }

  /**
   * Makes a key that can do no more than its maker.
   *
   * @param scopes permissions by name; {@code *} alone stands for all that the maker holds
   */
  public NewApiKey create(
      Caller caller, String name, List<String> scopes, @Nullable Instant expiresAt) {
    var granted = grantable(caller, scopes);
    if (expiresAt != null && !expiresAt.isAfter(clock.instant())) {
      throw Invalid.field("expires_at", "must lie in the future");
    }
    var text = KeyText.generate();
    return db.inTenant(
        caller,
        sql -> {
          var key =
              sql.sql(
                      """
                      insert into accounts.api_key
                        (public_id, name, secret_hash, scopes, expires_at)
                      values (:publicId, :name, :hash, :scopes, :expiresAt)
                      returning *
                      """)
                  .param("publicId", text.publicId())
                  .param("name", name)
                  .param("hash", text.hash())
                  .param("scopes", granted.toArray(new String[0]))
                  .param("expiresAt", expiresAt == null ? null : expiresAt.atOffset(ZoneOffset.UTC))
                  .query(Rows.of(ApiKey.class))
                  .single();
          return NewApiKey.of(key, text.whole());
        });
  }

  /** Newest first, revoked ones included. */
  public Page<ApiKey> list(Caller caller, PageRequest page) {
    return page.of(
        db.read(
            caller,
            """
            select * from accounts.api_key
            where tenant_id = :tenant and id < :after
            order by id desc
            limit :limit
            """,
            page.values(),
            Rows.of(ApiKey.class)),
        ApiKey::id);
  }

  public ApiKey get(Caller caller, UUID id) {
    return db.readOne(
            caller,
            "select * from accounts.api_key where tenant_id = :tenant and id = :id",
            Map.of("id", id),
            Rows.of(ApiKey.class))
        .orElseThrow(() -> notFound(id));
  }

  /** Ends a key at once; ending it again changes nothing. */
  public ApiKey revoke(Caller caller, UUID id) {
    var key =
        db.inTenant(
            caller,
            sql ->
                sql.sql(
                        """
                        update accounts.api_key set revoked_at = coalesce(revoked_at, :now)
                        where tenant_id = :tenant and id = :id
                        returning *
                        """)
                    .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                    .param("tenant", caller.tenantId())
                    .param("id", id)
                    .query(Rows.of(ApiKey.class))
                    .optional()
                    .orElseThrow(() -> notFound(id)));
    cache.forgetActor(id);
    return key;
  }

  private List<String> grantable(Caller caller, List<String> scopes) {
    var ofKeys = Role.OWNER.permissions(permissions);
    if (scopes.equals(List.of("*"))) {
      return caller.permissions().stream().filter(ofKeys::contains).sorted().toList();
    }
    for (var scope : scopes) {
      if (!ofKeys.contains(scope) || !caller.may(scope)) {
        throw new Invalid(
            AccountsError.UNKNOWN_SCOPE,
            scope + " is not a permission that you hold. /docs lists them.",
            List.of(new Invalid.Field("scopes", "contains " + scope + ", which you do not hold")));
      }
    }
    return scopes.stream().distinct().sorted().toList();
  }

  private static NotFound notFound(UUID id) {
    return new NotFound(AccountsError.API_KEY_NOT_FOUND, "There is no API key " + id + ".");
  }
}
