package dev.freehold.analytics.customers;

import dev.freehold.accounts.tenants.TenantDirectory;
import dev.freehold.analytics.customers.CustomerTargets.Metric;
import dev.freehold.analytics.summaries.Week;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.db.PlatformDb;
import dev.freehold.kernel.db.Rows;
import dev.freehold.kernel.db.TenantDb;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The tenants of an installation as its operator sees them. Reads kept weeks across tenants, which
 * only the operator's permission leads to, and leaves a trace of each look.
 */
@Component
class Customers {

  private static final int NANO_DIGITS = 9;

  private final PlatformDb platform;
  private final TenantDirectory directory;
  private final CustomerTargets targets;
  private final TenantDb db;
  private final Clock clock;

  Customers(
      PlatformDb platform,
      TenantDirectory directory,
      CustomerTargets targets,
      TenantDb db,
      Clock clock) {
    this.platform = platform;
    this.directory = directory;
    this.targets = targets;
    this.db = db;
    this.clock = clock;
  }

  CustomerReport report(Caller operator, Week week, String page) {
    note(operator, week, page);
    var weeks = weeks(operator, week);
    var customers = new ArrayList<Customer>();
    for (var entry : directory.customers(operator.actor(), operator.requestId())) {
      customers.add(customer(entry, weeks.getOrDefault(entry.tenantId(), Map.of()), week));
    }
    customers.sort(
        Comparator.comparing(Customer::score)
            .reversed()
            .thenComparing(Comparator.comparing(Customer::people).reversed())
            .thenComparing(Customer::name));
    return new CustomerReport(week, customers, status(operator, customers));
  }

  Week thisWeek() {
    return Week.of(clock.instant());
  }

  private void note(Caller operator, Week week, String page) {
    db.inTenant(
        operator,
        sql ->
            sql.sql("insert into analytics.customer_look (page, week) values (:page, :week)")
                .param("page", page)
                .param("week", week.monday())
                .update());
  }

  private Map<UUID, Map<String, CustomerWeek>> weeks(Caller operator, Week week) {
    var found =
        platform.acrossTenants(
            operator.actor(),
            operator.requestId(),
            sql ->
                sql.sql(
                        """
                        select tenant_id, week::text as week, events, people, requests, tokens,
                          cost, last_event_at, computed_at
                        from analytics.customer_week
                        where week between :first and :last
                        """)
                    .param("first", week.monday().minusWeeks(Customer.WEEKS - 1L))
                    .param("last", week.monday())
                    .query(Rows.of(CustomerWeek.class))
                    .list());
    var byTenant = new HashMap<UUID, Map<String, CustomerWeek>>();
    for (var one : found) {
      byTenant.computeIfAbsent(one.tenantId(), id -> new HashMap<>()).put(one.week(), one);
    }
    return byTenant;
  }

  private Customer customer(
      TenantDirectory.Entry entry, Map<String, CustomerWeek> weeks, Week week) {
    var now = weeks.get(week.monday().toString());
    var before = weeks.get(week.before().monday().toString());
    long people = now == null ? 0 : now.people();
    long peopleBefore = before == null ? 0 : before.people();
    var last = now != null && now.lastEventAt() != null ? now : before;
    var lastEventAt = last == null ? null : last.lastEventAt();
    int active = (int) weeks.values().stream().filter(one -> one.events() > 0).count();
    return new Customer(
        entry.tenantId(),
        entry.name(),
        entry.createdAt(),
        now == null ? 0 : now.events(),
        before == null ? 0 : before.events(),
        people,
        peopleBefore,
        now == null ? 0 : now.requests(),
        now == null ? 0 : now.tokens(),
        dollars(now),
        lastEventAt,
        active,
        Customer.reckon(lastEventAt, active, people, peopleBefore, asOf(week)));
  }

  /** A past week is judged as it stood at its end. */
  private java.time.Instant asOf(Week week) {
    var now = clock.instant();
    return week.to().isBefore(now) ? week.to() : now;
  }

  private static BigDecimal dollars(@Nullable CustomerWeek week) {
    return BigDecimal.valueOf(week == null ? 0 : week.cost(), NANO_DIGITS);
  }

  private List<CustomerReport.Standing> status(Caller operator, List<Customer> customers) {
    var goals = targets.get(operator);
    var standings = new ArrayList<CustomerReport.Standing>();
    for (var metric : Metric.values()) {
      standings.add(
          new CustomerReport.Standing(metric, reached(metric, customers), goals.get(metric)));
    }
    return standings;
  }

  private static BigDecimal reached(Metric metric, List<Customer> customers) {
    return switch (metric) {
      case CUSTOMERS ->
          BigDecimal.valueOf(customers.stream().filter(one -> one.events() > 0).count());
      case PEOPLE -> BigDecimal.valueOf(customers.stream().mapToLong(Customer::people).sum());
      case EVENTS -> BigDecimal.valueOf(customers.stream().mapToLong(Customer::events).sum());
      case REQUESTS -> BigDecimal.valueOf(customers.stream().mapToLong(Customer::requests).sum());
      case DOLLARS ->
          customers.stream().map(Customer::dollars).reduce(BigDecimal.ZERO, BigDecimal::add);
    };
  }
}
