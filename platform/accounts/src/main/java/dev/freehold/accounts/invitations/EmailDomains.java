package dev.freehold.accounts.invitations;

import dev.freehold.accounts.EmailAddress;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.db.Rows;
import dev.freehold.kernel.db.TenantDb;
import dev.freehold.kernel.error.Invalid;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which domains the addresses of new members must be of; none means any. It holds when somebody is
 * invited and again when they join; members that are there already stay.
 */
@Component
public class EmailDomains {

  static final int MOST = 50;

  private static final Pattern DOMAIN =
      Pattern.compile("(?=.{3,189}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z0-9-]{2,63}");

  /** The domains, in lower case. */
  public record Allowed(List<String> domains) {}

  private final TenantDb db;

  EmailDomains(TenantDb db) {
    this.db = db;
  }

  public Allowed get(Caller caller) {
    return db.readOne(
            caller,
            """
            select allowed_email_domains as domains from accounts.tenant where tenant_id = :tenant
            """,
            Map.of(),
            Rows.of(Allowed.class))
        .orElseThrow();
  }

  public Allowed set(Caller caller, List<String> domains) {
    var clean =
        domains.stream().map(domain -> domain.strip().toLowerCase(Locale.ROOT)).distinct().toList();
    for (var domain : clean) {
      if (!DOMAIN.matcher(domain).matches()) {
        throw Invalid.field("domains", "must be domains such as acme.example");
      }
    }
    if (clean.size() > MOST) {
      throw Invalid.field("domains", "must be at most " + MOST);
    }
    db.inTenant(
        caller,
        sql ->
            sql.sql(
                    """
                    update accounts.tenant set allowed_email_domains = :domains
                    where tenant_id = :tenant
                    """)
                .param("domains", clean.toArray(new String[0]))
                .param("tenant", caller.tenantId())
                .update());
    return new Allowed(clean);
  }

  /** Refuses an address of another domain, in the transaction that lets its owner in. */
  public static void check(JdbcClient sql, UUID tenantId, String email) {
    var allowed =
        sql.sql(
                """
                select allowed_email_domains as domains from accounts.tenant
                where tenant_id = :tenant
                """)
            .param("tenant", tenantId)
            .query(Rows.of(Allowed.class))
            .single()
            .domains();
    if (!allowed.isEmpty() && !allowed.contains(EmailAddress.domain(email))) {
      var message = "must be of one of these domains: " + String.join(", ", allowed);
      throw new Invalid(
          InvitationsError.EMAIL_DOMAIN_NOT_ALLOWED,
          "email " + message,
          List.of(new Invalid.Field("email", message)));
    }
  }
}
