package dev.freehold.analytics.customers;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.db.TenantDb;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What the operator wants of a week, over all tenants. */
@Component
public class CustomerTargets {

  static final long MOST = 1_000_000_000_000L;

  /** What a target is about. */
  public enum Metric {
    CUSTOMERS("Active tenants"),
    PEOPLE("People"),
    EVENTS("Events"),
    REQUESTS("Uses of models and features"),
    DOLLARS("Cost of usage, in US dollars");

    private final String label;

    Metric(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }

    /** As forms and columns call it. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final TenantDb db;

  CustomerTargets(TenantDb db) {
    this.db = db;
  }

  Map<Metric, Long> get(Caller caller) {
    var goals = new EnumMap<Metric, Long>(Metric.class);
    db.read(
            caller,
            "select metric, goal from analytics.customer_target where tenant_id = :tenant",
            Map.of(),
            (row, index) ->
                Map.entry(
                    Metric.valueOf(row.getString("metric").toUpperCase(Locale.ROOT)),
                    row.getLong("goal")))
        .forEach(goal -> goals.put(goal.getKey(), goal.getValue()));
    return goals;
  }

  /** Sets all targets at once; a metric that is left out has none. */
  void set(Caller caller, Map<Metric, Long> goals) {
    db.inTenant(
        caller,
        sql -> {
          for (var metric : Metric.values()) {
            var goal = goals.get(metric);
            sql.sql(
                    goal == null
                        ? "delete from analytics.customer_target where tenant_id = :tenant and metric = :metric"
                        : """
                        insert into analytics.customer_target as target (tenant_id, metric, goal)
                        values (:tenant, :metric, :goal)
                        on conflict (tenant_id, metric) do update set goal = excluded.goal
                        where target.goal <> excluded.goal
                        """)
                .param("tenant", caller.tenantId())
                .param("metric", metric.wireName())
                .param("goal", goal)
                .update();
          }
          return null;
        });
  }
}
