package dev.freehold.analytics.summaries;

import dev.freehold.kernel.Actor;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.db.PlatformDb;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Begins the summary of the week that is over, for each tenant that has a reader. */
@Component
class SummarySchedule {

  private static final Logger log = LoggerFactory.getLogger(SummarySchedule.class);
  private static final Actor ACTOR = new Actor(Actor.Kind.SYSTEM, null, "weekly summaries");

  private final PlatformDb platform;
  private final WeeklySummaries summaries;

  SummarySchedule(PlatformDb platform, WeeklySummaries summaries) {
    this.platform = platform;
    this.summaries = summaries;
  }

  /** Called often: whoever has begun already is passed over, whoever failed is tried again. */
  void run() {
    var week = summaries.last();
    for (var tenant : due(week)) {
      try {
        summaries.begin(Caller.system(tenant, "weekly summaries", "weekly-summaries"), week);
      } catch (RuntimeException e) {
        // One tenant's trouble must not keep the others waiting; the next run tries it again.
        log.warn("the weekly summary of {} waits for the next run", tenant, e);
      }
    }
  }

  private List<UUID> due(Week week) {
    return platform.acrossTenants(
        ACTOR,
        "weekly-summaries",
        sql ->
            sql.sql(
                    """
                    select distinct r.tenant_id
                    from analytics.summary_reader r
                    where r.created_at < :end
                      and not exists (
                        select from analytics.weekly_summary s
                        where s.tenant_id = r.tenant_id and s.week = :week)
                    """)
                .param("end", java.sql.Timestamp.from(week.to().plus(Week.SETTLED)))
                .param("week", week.monday())
                .query(UUID.class)
                .list());
  }
}
