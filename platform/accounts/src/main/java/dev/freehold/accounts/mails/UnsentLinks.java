package dev.freehold.accounts.mails;

import dev.freehold.kernel.Actor;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.db.PlatformDb;
import dev.freehold.kernel.db.Rows;
import dev.freehold.kernel.error.Forbidden;
import dev.freehold.kernel.error.KernelError;
import dev.freehold.kernel.error.NotFound;
import dev.freehold.kernel.mail.Mails;
import dev.freehold.kernel.secrets.Secrets;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Links that would have been mailed, where no mail server is set up: kept encrypted until they
 * expire, and shown to the operator alone, who hands them on. Each look is recorded.
 */
@Component
public class UnsentLinks {

  public static final String OPERATE = "operator.links:read";

  private static final int MOST_LISTED = 500;
  private static final Actor ACTOR = new Actor(Actor.Kind.SYSTEM, null, "unsent links");

  /** A link that waits to be handed on; what it is only {@link #show} tells. */
  public record Unsent(
      UUID id,
      AccountMails.Kind kind,
      String email,
      Instant createdAt,
      Instant expiresAt,
      @Nullable Instant shownAt) {

    public String label() {
      return kind == AccountMails.Kind.RESET_PASSWORD
          ? "Choose a new password"
          : "Confirm the address";
    }
  }

  private record Kept(byte[] link) {}

  private final PlatformDb db;
  private final Mails mails;
  private final Secrets secrets;

  UnsentLinks(PlatformDb db, Mails mails, Secrets secrets) {
    this.db = db;
    this.mails = mails;
    this.secrets = secrets;
  }

  /** Whether there can be any: with a mail server everything is sent. */
  public boolean areKept() {
    return !mails.isSetUp();
  }

  /** Keeps a link in the transaction that made its token. */
  int keep(JdbcClient sql, AccountMails.Kind kind, String email, String link, Duration lifetime) {
    var id = UUID.randomUUID();
    return sql.sql(
            """
            insert into accounts.unsent_link (id, kind, email, link, expires_at)
            values (:id, lower(:kind), :email, :link, now() + make_interval(secs => :lifetime))
            """)
        .param("id", id)
        .param("kind", kind.name())
        .param("email", email)
        .param("link", secrets.encrypt(link.getBytes(StandardCharsets.UTF_8), context(id)))
        .param("lifetime", lifetime.toSeconds())
        .update();
  }

  /** Those that are still good, the newest first. */
  public List<Unsent> list(Caller operator) {
    check(operator);
    if (!areKept()) {
      return List.of();
    }
    return db.acrossTenants(
        operator.actor(),
        operator.requestId(),
        sql ->
            sql.sql(
                    """
                    select id, kind, email, created_at, expires_at, shown_at
                    from accounts.unsent_link where expires_at > now()
                    order by created_at desc, id limit :most
                    """)
                .param("most", MOST_LISTED)
                .query(Rows.of(Unsent.class))
                .list());
  }

  /** The link itself; that it was looked at stands in the audit log of no tenant. */
  public String show(Caller operator, UUID id) {
    check(operator);
    if (!areKept()) {
      throw notFound();
    }
    var kept =
        db.acrossTenants(
            operator.actor(),
            operator.requestId(),
            sql ->
                sql.sql(
                        """
                        update accounts.unsent_link set shown_at = clock_timestamp()
                        where id = :id and expires_at > now()
                        returning link
                        """)
                    .param("id", id)
                    .query((row, index) -> new Kept(row.getBytes("link")))
                    .optional()
                    .orElseThrow(UnsentLinks::notFound));
    return new String(secrets.decrypt(kept.link(), context(id)), StandardCharsets.UTF_8);
  }

  /** Removes what is too old; all of them once there is a mail server. */
  public int tidy() {
    return db.acrossTenants(
        ACTOR,
        "unsent-links",
        sql ->
            sql.sql("delete from accounts.unsent_link where expires_at <= now() or :all")
                .param("all", !areKept())
                .update());
  }

  private static String context(UUID id) {
    return "unsent link " + id;
  }

  private static NotFound notFound() {
    return new NotFound(KernelError.ROUTE_NOT_FOUND, "The link is too old, or there was none.");
  }

  private static void check(Caller caller) {
    if (!caller.may(OPERATE)) {
      throw new Forbidden(KernelError.FORBIDDEN, "This needs the permission " + OPERATE + ".");
    }
  }
}
