package dev.freehold.analytics.customers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.analytics.AnalyticsServer;
import dev.freehold.analytics.customers.CustomerTargets.Metric;
import dev.freehold.analytics.summaries.Week;
import dev.freehold.kernel.audit.AuditLog;
import dev.freehold.kernel.http.PageRequest;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CustomersTest {

  private static final AnalyticsServer SERVER = AnalyticsServer.running();
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  private final AnalyticsServer.Tenant operator = SERVER.newTenant();
  private final AnalyticsServer.Tenant customer = SERVER.newTenant();
  private final Customers customers = SERVER.bean(Customers.class);

  @Test
  void healthIsReckonedFromTheLastEventTheWeeksAndTheGrowth() {
    assertThat(Customer.reckon(NOW.minusSeconds(60), 4, 150, 100, NOW)).isEqualTo(100);
    assertThat(Customer.reckon(NOW.minusSeconds(60), 4, 100, 100, NOW)).isEqualTo(85);
    assertThat(Customer.reckon(NOW.minusSeconds(3 * 86_400), 2, 50, 100, NOW)).isEqualTo(35);
    assertThat(Customer.reckon(null, 0, 0, 0, NOW)).isZero();
  }

  @Test
  void aWeekComputedTwiceIsOneRow() {
    var weeks = SERVER.bean(CustomerWeeks.class);
    var week = customers.thisWeek();
    weeks.compute(customer.caller(), week);
    weeks.compute(customer.caller(), week);
    var rows =
        SERVER
            .database()
            .superuser()
            .sql("select count(*) from analytics.customer_week where tenant_id = :tenant")
            .param("tenant", customer.caller().tenantId())
            .query(Integer.class)
            .single();
    assertThat(rows).isOne();
  }

  @Test
  void theReportHasEveryTenantAndEachLookIsInTheAuditLog() {
    var report = customers.report(operator.caller(), Week.of(Instant.now()), "customers");
    assertThat(report.customers())
        .extracting(Customer::tenantId)
        .contains(customer.caller().tenantId());
    var log = SERVER.bean(AuditLog.class).list(operator.caller(), PageRequest.first(50)).rows();
    assertThat(log).anyMatch(entry -> entry.action().equals("analytics.customer_look.created"));
  }

  @Test
  void targetsAreSetTogetherAndALeftOutOneIsGone() {
    var targets = SERVER.bean(CustomerTargets.class);
    targets.set(operator.caller(), Map.of(Metric.PEOPLE, 1_000L, Metric.EVENTS, 5L));
    targets.set(operator.caller(), Map.of(Metric.PEOPLE, 2_000L));
    assertThat(targets.get(operator.caller())).isEqualTo(Map.of(Metric.PEOPLE, 2_000L));
    assertThat(targets.get(customer.caller())).isEmpty();
    var people =
        customers.report(operator.caller(), customers.thisWeek(), "customers").standings().stream()
            .filter(standing -> standing.metric() == Metric.PEOPLE)
            .findFirst()
            .orElseThrow();
    assertThat(people.note()).endsWith("of 2,000");
  }
}
