package dev.freehold.kernel.db;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * The roles that Freehold logs in as. The owner runs migrations and owns everything; the
 * application and platform roles own nothing and cannot bypass row security; the lookup role owns
 * the functions that answer before the tenant is known, and nobody logs in as it.
 */
public final class DatabaseRoles {

  public static final String OWNER = "freehold_owner";
  public static final String APPLICATION = "freehold_app";
  public static final String PLATFORM = "freehold_platform";
  public static final String LOOKUP = "freehold_lookup";

  /** The passwords of the three roles that log in. */
  public record Passwords(String owner, String application, String platform) {}

  private DatabaseRoles() {}

  /** Creates or repairs the roles; the connection must be a superuser's. */
  public static void ensure(Connection superuser, Passwords passwords) throws SQLException {
    ensure(superuser, OWNER, login(passwords.owner()));
    ensure(superuser, APPLICATION, login(passwords.application()));
    ensure(superuser, PLATFORM, login(passwords.platform()));
    ensure(superuser, LOOKUP, "nologin");
    try (var statement = superuser.createStatement()) {
      statement.execute("grant " + LOOKUP + " to " + OWNER);
      for (var role : new String[] {APPLICATION, PLATFORM}) {
        statement.execute("alter role " + role + " set lock_timeout = '5s'");
        statement.execute("alter role " + role + " set statement_timeout = '30s'");
        statement.execute(
            "alter role " + role + " set idle_in_transaction_session_timeout = '60s'");
      }
    }
  }

  private static void ensure(Connection superuser, String role, String options)
      throws SQLException {
    try (var statement = superuser.createStatement();
        var found =
            statement.executeQuery("select 1 from pg_roles where rolname = '" + role + "'")) {
      var verb = found.next() ? "alter" : "create";
      statement.execute(
          verb + " role " + role + " nosuperuser nocreatedb nocreaterole nobypassrls " + options);
    }
  }

  private static String login(String password) {
    return "login password '" + password.replace("'", "''") + "'";
  }
}
