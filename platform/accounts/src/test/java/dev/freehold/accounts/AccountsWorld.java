package dev.freehold.accounts;

import dev.freehold.kernel.Actor;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Permission;
import dev.freehold.kernel.access.Permissions;
import dev.freehold.kernel.audit.AuditEntry;
import dev.freehold.kernel.audit.AuditLog;
import dev.freehold.kernel.db.TestDatabase;
import dev.freehold.kernel.http.PageRequest;
import dev.freehold.kernel.http.StrictJson;
import dev.freehold.kernel.outbox.Outbox;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** Accounts over a database of their own, and the little that every test of them does. */
final class AccountsWorld implements AutoCloseable {

  static final String PASSWORD = "correct horse battery";

  final TestDatabase database = TestDatabase.migrated();
  final Permissions permissions =
      new Permissions(
          List.of(
              new AccountsConfiguration().accountsPermissions(),
              Permissions.Declared.of(
                  new Permission("kernel.audit_log:read", "Read who changed what."),
                  new Permission("shop.orders:read", "Read orders."),
                  new Permission("shop.orders:write", "Change orders."),
                  new Permission("shop.people:erase", "Erase people."))));
  final KeyCache cache = new KeyCache();
  final SignUps signUps = new SignUps(database.platformDb(), new Passwords());
  final Sessions sessions =
      new Sessions(database.platformDb(), new Passwords(), new LoginThrottle(), cache);
  final ApiKeys keys = new ApiKeys(database.tenantDb(), permissions, cache, Clock.systemUTC());
  final Tenants tenants =
      new Tenants(database.tenantDb(), new Outbox(StrictJson.mapper()), Clock.systemUTC(), cache);
  final Members members = new Members(database.tenantDb());
  private final Authentication authentication =
      new Authentication(
          database.databases(),
          cache,
          permissions,
          (request, response, handler, exception) -> {
            throw new IllegalStateException(exception);
          });

  static SignUps.SignUp signUp(String slug) {
    return new SignUps.SignUp(email(slug), "Ada of " + slug, PASSWORD, "The " + slug, slug);
  }

  static String email(String slug) {
    return "ada@" + slug + ".example";
  }

  /** A new tenant's owner. */
  Caller owner(String slug) {
    var made = signUps.create(signUp(slug));
    return caller(made.tenantId(), made.userId(), Role.OWNER);
  }

  Caller caller(UUID tenantId, UUID userId, Role role) {
    return new Caller(
        tenantId,
        new Actor(Actor.Kind.USER, userId, "Ada"),
        role.permissions(permissions),
        "req_test",
        null);
  }

  /** Who a request of the API with this key is made out to be. */
  @Nullable Caller callerOfKey(String key) throws Exception {
    var request = new MockHttpServletRequest("GET", "/v1/anything");
    request.addHeader("Authorization", "Bearer " + key);
    return caller(request);
  }

  /** Who a request of the console with this session is made out to be. */
  @Nullable Caller callerOfSession(String token) throws Exception {
    var request = new MockHttpServletRequest("GET", "/console");
    request.setCookies(new jakarta.servlet.http.Cookie(Authentication.COOKIE, token));
    return caller(request);
  }

  private @Nullable Caller caller(MockHttpServletRequest request) throws Exception {
    authentication.doFilter(request, new MockHttpServletResponse(), (inner, outer) -> {});
    return dev.freehold.kernel.access.Callers.of(request);
  }

  List<AuditEntry> audit(Caller caller) {
    return new AuditLog(database.tenantDb()).list(caller, PageRequest.first(100)).rows();
  }

  /** As the superuser, to look at what is stored. */
  String stored(String sql) {
    return String.valueOf(
        database.superuser().sql(sql).query((row, index) -> row.getString(1)).list());
  }

  @Override
  public void close() {
    database.close();
  }
}
