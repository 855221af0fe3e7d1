package dev.freehold.accounts.access;

import dev.freehold.accounts.Role;
import dev.freehold.accounts.projects.ProjectState;
import dev.freehold.kernel.Actor;
import dev.freehold.kernel.Impersonation;
import dev.freehold.kernel.access.Permissions;
import dev.freehold.kernel.db.Databases;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.web.util.matcher.IpAddressMatcher;
import org.springframework.stereotype.Component;

/**
 * What a key or session stands for, from the database: through functions that take a secret's hash
 * and answer before the tenant is known.
 */
@Component
class GrantLookup {

  private final JdbcClient sql;
  private final Permissions permissions;

  GrantLookup(Databases databases, Permissions permissions) {
    this.sql = JdbcClient.create(databases.application());
    this.permissions = permissions;
  }

  @Nullable Grant key(String publicId, byte[] hash) {
    return sql.sql("select * from lookup.api_key(:publicId, :hash)")
        .param("publicId", publicId)
        .param("hash", hash)
        .query((row, index) -> keyGrant(row))
        .optional()
        .orElse(null);
  }

  private static Grant keyGrant(ResultSet row) throws SQLException {
    return grant(
        row,
        project(row),
        new Actor(Actor.Kind.KEY, row.getObject("id", UUID.class), row.getString("name")),
        Set.copyOf(strings(row, "scopes")),
        strings(row, "allowed_addresses").stream().map(IpAddressMatcher::new).toList());
  }

  private static @Nullable KeyProject project(ResultSet row) throws SQLException {
    var id = row.getObject("project_id", UUID.class);
    return id == null
        ? null
        : new KeyProject(
            id, ProjectState.valueOf(row.getString("project_state").toUpperCase(Locale.ROOT)));
  }

  @Nullable Grant session(byte[] hash) {
    return sql.sql(
            """
            select s.*, w.single_sign_on, w.trusts_second_factor
            from lookup.session(:hash) s
            cross join lookup.session_way(:hash) w
            where not w.refused
            """)
        .param("hash", hash)
        .query((row, index) -> sessionGrant(row))
        .optional()
        .orElse(null);
  }

  /** Whether the secret would stand for something if its tenant were not suspended. */
  boolean isOfSuspended(String publicId, byte[] hash) {
    return sql.sql("select lookup.is_of_suspended(:publicId, :hash)")
        .param("publicId", publicId)
        .param("hash", hash)
        .query(Boolean.class)
        .single();
  }

  private Grant sessionGrant(ResultSet row) throws SQLException {
    var impersonation = impersonation(row);
    if (impersonation != null) {
      var name = impersonation.operator() + " on behalf of " + impersonation.person();
      var both = new Actor(Actor.Kind.USER, row.getObject("user_id", UUID.class), name);
      return grant(row, null, both, ofMember(row), List.of()).lentBy(impersonation);
    }
    var person =
        new Actor(Actor.Kind.USER, row.getObject("user_id", UUID.class), row.getString("name"));
    boolean throughProvider = row.getBoolean("single_sign_on");
    return row.getBoolean("lacks_second_factor") && !row.getBoolean("trusts_second_factor")
        ? new Grant(
            row.getObject("tenant_id", UUID.class),
            row.getObject("home", UUID.class),
            null,
            person,
            marked(Set.of(Authentication.LACKS_SECOND_FACTOR), throughProvider),
            Set.of(),
            instant(row, "expires_at"),
            List.of())
        : grant(row, null, person, marked(ofMember(row), throughProvider), List.of());
  }

  private static Set<String> marked(Set<String> permissions, boolean throughProvider) {
    if (!throughProvider) {
      return permissions;
    }
    var marked = new HashSet<>(permissions);
    marked.add(Authentication.SINGLE_SIGN_ON);
    return Set.copyOf(marked);
  }

  private static @Nullable Impersonation impersonation(ResultSet row) throws SQLException {
    var id = row.getObject("impersonation_id", UUID.class);
    return id == null
        ? null
        : new Impersonation(
            id,
            row.getObject("impersonator_id", UUID.class),
            row.getString("impersonator_name"),
            row.getString("name"),
            row.getObject("expires_at", OffsetDateTime.class).toInstant(),
            row.getBoolean("may_write"));
  }

  private Set<String> ofMember(ResultSet row) throws SQLException {
    if (row.getBoolean("operator")) {
      return Role.permissionsOfOperator(permissions);
    }
    var role = Role.of(row.getString("role"));
    if (role != Role.CUSTOM) {
      return role.permissions(permissions);
    }
    // A permission that a module has dropped since is still in the role's list.
    var there = Role.OWNER.permissions(permissions);
    return strings(row, "permissions").stream()
        .filter(there::contains)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Grant grant(
      ResultSet row,
      @Nullable KeyProject project,
      Actor actor,
      Set<String> permissions,
      List<IpAddressMatcher> addresses)
      throws SQLException {
    var tenantId = row.getObject("tenant_id", UUID.class);
    var home = row.getObject("home", UUID.class);
    return new Grant(
        tenantId,
        home,
        project,
        actor,
        tenantId.equals(home) ? permissions : inSandbox(permissions),
        Set.copyOf(strings(row, "partial")),
        instant(row, "expires_at"),
        addresses);
  }

  /** People, keys and the tenant itself are managed where they are real. */
  private static Set<String> inSandbox(Set<String> permissions) {
    return permissions.stream()
        .filter(name -> !name.startsWith("accounts.") || name.equals("accounts.tenant:read"))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static List<String> strings(ResultSet row, String column) throws SQLException {
    return Arrays.asList((String[]) row.getArray(column).getArray());
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    var at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }
}
