package dev.freehold.server;

import dev.freehold.analytics.customers.CustomerWeeks;
import dev.freehold.analytics.summaries.Week;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;

/** A dashboard with a saved question on it, and the rows that background work leaves. */
record BoardContent(String questionId, String dashboardId) {

  static final String QUESTION =
      """
      {"name": "%s", "kind": "trends", "definition": {"series": [{"event": "%s"}]}}
      """;
  static final String DASHBOARD =
      """
      {"name": "%s", "cards": [{"question_id": "%s", "width": "half"}]}
      """;

  /**
   * @param made what makes a thing by its path and body and returns its id
   */
  static BoardContent of(Organisation owner, BiFunction<String, String, String> made) {
    var name = owner.name();
    var question = made.apply("/v1/analytics/questions", QUESTION.formatted(name, name));
    var dashboard = made.apply("/v1/analytics/dashboards", DASHBOARD.formatted(name, question));
    TestServer.running().bean(CustomerWeeks.class).compute(owner.owner(), Week.of(Instant.now()));
    rowsOfBackgroundWork(owner);
    return new BoardContent(question, dashboard);
  }

  /** What a Monday and an operator would have left, in this tenant. */
  private static void rowsOfBackgroundWork(Organisation owner) {
    var superuser = TestServer.running().database().superuser();
    for (var insert :
        List.of(
            """
            insert into analytics.weekly_summary (tenant_id, week, figures)
            values (:tenant, '2026-01-05', '{}')
            """,
            """
            insert into analytics.summary_reader (tenant_id, user_id) values (:tenant, :user)
            """,
            """
            insert into analytics.summary_mail (tenant_id, week, user_id, token_hash)
            values (:tenant, '2026-01-05', :user, sha256(uuid_send(:tenant)))
            """,
            """
            insert into analytics.customer_target (tenant_id, metric, goal)
            values (:tenant, 'people', 10)
            """,
            """
            insert into analytics.customer_look (tenant_id, page, week)
            values (:tenant, 'customers', '2026-01-05')
            """)) {
      superuser
          .sql(insert)
          .param("tenant", owner.tenantId())
          .param("user", owner.ownerId())
          .update();
    }
  }

  static BoardContent missing() {
    return new BoardContent(UUID.randomUUID().toString(), UUID.randomUUID().toString());
  }
}
