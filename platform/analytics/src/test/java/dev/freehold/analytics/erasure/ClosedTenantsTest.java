package dev.freehold.analytics.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freehold.analytics.AnalyticsServer;
import dev.freehold.analytics.Stored;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ClosedTenantsTest {

  private static final AnalyticsServer SERVER = AnalyticsServer.running();
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Test
  void theEventsOfAClosedTenantAreErasedAMinuteLater() {
    var anna = "anna-" + UUID.randomUUID();
    var closing = SERVER.newTenant();
    var staying = SERVER.newTenant();
    for (var tenant : new AnalyticsServer.Tenant[] {closing, staying}) {
      SERVER.http(tenant).post("/v1/events", Map.of("name", "opened", "person_id", anna));
    }
    assertThat(SERVER.http(closing).delete("/v1/tenant").status()).isEqualTo(204);
    await().atMost(LIMIT).until(() -> secondsUntilErasure(closing) > 30);

    SERVER
        .database()
        .superuser()
        .sql("update kernel.scheduled_task set execution_time = now() where task_instance like :of")
        .param("of", closing.caller().tenantId() + "/%")
        .update();

    var people = "select person_id from {analytics_events}";
    await().atMost(LIMIT).until(() -> Stored.texts(closing, people).isEmpty());
    assertThat(Stored.texts(staying, people)).containsExactly(anna);
  }

  private static double secondsUntilErasure(AnalyticsServer.Tenant tenant) {
    return SERVER
        .database()
        .superuser()
        .sql(
            """
            select coalesce(max(extract(epoch from execution_time - now()))::float8, 0)
            from kernel.scheduled_task
            where task_instance like :of
            """)
        .param("of", tenant.caller().tenantId() + "/%")
        .query(Double.class)
        .single();
  }
}
