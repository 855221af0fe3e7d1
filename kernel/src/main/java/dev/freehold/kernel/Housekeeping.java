package dev.freehold.kernel;

import dev.freehold.kernel.db.PlatformDb;
import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the kernel's tables need from time to time. */
final class Housekeeping {

  static final int AUDIT_MONTHS_AHEAD = 3;
  static final Duration ANSWERS_KEPT = Duration.ofHours(24);
  static final Duration FACTS_KEPT = Duration.ofDays(7);

  private static final Actor ACTOR = new Actor(Actor.Kind.SYSTEM, null, "housekeeping");

  private Housekeeping() {}

  static void run(PlatformDb db) {
    db.acrossTenants(ACTOR, "housekeeping", Housekeeping::tidy);
  }

  private static int tidy(JdbcClient sql) {
    sql.sql("select kernel.create_audit_partitions(:months)")
        .param("months", AUDIT_MONTHS_AHEAD)
        .query(Integer.class)
        .single();
    return delete(
            sql,
            "delete from kernel.idempotent_answer where created_at < now() - make_interval(secs => :age)",
            ANSWERS_KEPT)
        + delete(
            sql,
            "delete from kernel.outbox where published_at < now() - make_interval(secs => :age)",
            FACTS_KEPT);
  }

  private static int delete(JdbcClient sql, String statement, Duration age) {
    return sql.sql(statement).param("age", age.toSeconds()).update();
  }
}
