package dev.freehold.analytics.sites;

import dev.freehold.kernel.Actor;
import dev.freehold.kernel.db.PlatformDb;
import dev.freehold.kernel.secrets.Secrets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * A secret for each day, the same on every node, deleted 48 hours after its day began: from then on
 * nobody, whoever holds the database and the keys, can tell whose visit one was.
 */
@Component
class VisitorSalts {

  static final int BYTES = 32;

  private static final int DAYS_KEPT = 2;
  private static final String CONTEXT = "analytics.visitor_salt";
  private static final Actor ACTOR = new Actor(Actor.Kind.SYSTEM, null, "visitor salts");
  private static final SecureRandom RANDOM = new SecureRandom();

  private record Salt(LocalDate day, byte[] bytes) {}

  private final PlatformDb db;
  private final Secrets secrets;
  private final Clock clock;
  private volatile @Nullable Salt current;

  VisitorSalts(PlatformDb db, Secrets secrets, Clock clock) {
    this.db = db;
    this.secrets = secrets;
    this.clock = clock;
  }

  byte[] today() {
    var day = today(clock);
    var known = current;
    if (known == null || !known.day().equals(day)) {
      known = new Salt(day, secrets.decrypt(read(day), CONTEXT));
      current = known;
    }
    return known.bytes();
  }

  /** Deletes the secrets of days that are over. */
  void forget() {
    db.acrossTenants(
        ACTOR,
        CONTEXT,
        sql ->
            sql.sql("delete from analytics.visitor_salt where day <= :over")
                .param("over", today(clock).minusDays(DAYS_KEPT))
                .update());
  }

  /** Of several nodes that begin a day at once, one makes its secret. */
  private byte[] read(LocalDate day) {
    var fresh = new byte[BYTES];
    RANDOM.nextBytes(fresh);
    return db.acrossTenants(
        ACTOR,
        CONTEXT,
        sql -> {
          sql.sql(
                  """
                  insert into analytics.visitor_salt (day, salt) values (:day, :salt)
                  on conflict do nothing
                  """)
              .param("day", day)
              .param("salt", secrets.encrypt(fresh, CONTEXT))
              .update();
          return sql.sql("select salt from analytics.visitor_salt where day = :day")
              .param("day", day)
              .query(byte[].class)
              .single();
        });
  }

  private static LocalDate today(Clock clock) {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
