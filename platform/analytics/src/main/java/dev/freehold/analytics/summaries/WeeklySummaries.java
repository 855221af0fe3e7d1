package dev.freehold.analytics.summaries;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.db.TenantDb;
import dev.freehold.kernel.jobs.Jobs;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** A tenant's weeks: asked for while they last, kept as they were once they are over. */
@Component
class WeeklySummaries {

  /** What the job of a week is about; its Monday. */
  record Request(LocalDate week) {}

  static final String KIND = "analytics.weekly_summary";

  private record Kept(LocalDate week, WeekFigures figures) {}

  private final TenantDb db;
  private final WeekQuestions questions;
  private final Jobs jobs;
  private final JsonMapper json;
  private final Clock clock;

  WeeklySummaries(TenantDb db, WeekQuestions questions, Jobs jobs, JsonMapper json, Clock clock) {
    this.db = db;
    this.questions = questions;
    this.jobs = jobs;
    this.json = json;
    this.clock = clock;
  }

  /** The last week that is over. */
  Week last() {
    return Week.lastSettled(clock.instant());
  }

  WeeklySummary of(Caller caller, Week week) {
    return new WeeklySummary(week, figures(caller, week), figures(caller, week.before()));
  }

  private WeekFigures figures(Caller caller, Week week) {
    return kept(caller, week).orElseGet(() -> questions.ask(caller.tenantId(), week));
  }

  private Optional<WeekFigures> kept(Caller caller, Week week) {
    return db.readOne(
            caller,
            """
            select figures from analytics.weekly_summary
            where tenant_id = :tenant and week = :week::date
            """,
            Map.of("week", week.monday().toString()),
            (row, index) -> row.getString("figures"))
        .map(text -> json.readValue(text, WeekFigures.class));
  }

  /** The weeks that were kept, newest first. */
  List<Week> weeks(Caller caller, int limit) {
    return db.read(
        caller,
        """
        select week::text as week from analytics.weekly_summary
        where tenant_id = :tenant order by week desc limit :limit
        """,
        Map.of("limit", limit),
        (row, index) -> new Week(LocalDate.parse(row.getString("week"))));
  }

  /**
   * Keeps a week and enqueues its mails, in one transaction; a week that is kept already enqueues
   * nothing, so whoever comes second, on this node or another, does nothing.
   */
  boolean begin(Caller caller, Week week) {
    if (kept(caller, week).isPresent()) {
      return false;
    }
    var figures = json.writeValueAsString(questions.ask(caller.tenantId(), week));
    return db.inTenant(
        caller,
        sql -> {
          var made =
              sql.sql(
                      """
                      insert into analytics.weekly_summary (week, figures)
                      values (:week, :figures::jsonb)
                      on conflict (tenant_id, week) do nothing
                      """)
                  .param("week", week.monday())
                  .param("figures", figures)
                  .update();
          if (made == 0) {
            return false;
          }
          sql.sql(
                  """
                  insert into analytics.summary_mail (week, user_id)
                  select :week, user_id from analytics.summary_reader where tenant_id = :tenant
                  """)
              .param("week", week.monday())
              .param("tenant", caller.tenantId())
              .update();
          jobs.enqueue(sql, KIND, new Request(week.monday()));
          return true;
        });
  }

  /** The name of the tenant on its pages and mails. */
  static String subject(@Nullable String tenant, Week week) {
    return (tenant == null ? "Your week" : tenant)
        + ", "
        + dev.freehold.kernel.console.Show.days(week.monday(), week.sunday());
  }
}
