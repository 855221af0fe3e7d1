package dev.freehold.accounts.limits;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.console.Console;
import dev.freehold.kernel.console.Form;
import dev.freehold.kernel.console.Navigation;
import dev.freehold.kernel.error.Invalid;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** The operator's pages of limits: which tenant has which plan, and giving it another. */
@Controller
class TenantLimitsConsole {

  static final String PATH = "/console/operator/limits";

  private static final String TITLE = "Plans and limits";

  private final Console console;
  private final TenantLimits limits;
  private final LimitTable table;

  TenantLimitsConsole(Console console, TenantLimits limits, LimitTable table) {
    this.console = console;
    this.limits = limits;
    this.table = table;
  }

  @Bean
  static Navigation tenantLimitsNavigation() {
    return Navigation.of(
        "Operator", 200, new Navigation.Item(TITLE, PATH, LimitsConfiguration.OPERATE));
  }

  @GetMapping(PATH)
  @Requires(LimitsConfiguration.OPERATE)
  View list(Caller caller) {
    return console
        .screen("accounts/tenant-limits.jte", TITLE)
        .with("tenants", limits.list(caller))
        .with("standard", table.standardPlan());
  }

  @GetMapping(PATH + "/change")
  @Requires(LimitsConfiguration.OPERATE)
  View change(Caller caller, @RequestParam UUID tenant) {
    return change(caller, tenant, Form.of(values(limits.get(caller, tenant))));
  }

  @PostMapping(PATH + "/change")
  @Requires(LimitsConfiguration.OPERATE)
  View change(Caller caller, @RequestParam UUID tenant, HttpServletRequest request) {
    var form = Form.of(request);
    try {
      limits.change(
          caller, tenant, form.value("plan"), QuotaForm.of(form), form.value("reason").strip());
      return console.moveOn(PATH, "The tenant's limits were changed.");
    } catch (Invalid e) {
      return change(caller, tenant, form.refused(e));
    }
  }

  private View change(Caller caller, UUID tenant, Form form) {
    var plans = new LinkedHashMap<String, String>();
    limits.plans(caller).forEach(plan -> plans.put(plan.name(), plan.name()));
    return console
        .screen("accounts/tenant-limit.jte", "Limits of " + limits.get(caller, tenant).name())
        .under(TITLE, PATH)
        .with(form)
        .with("tenant", tenant)
        .with("plans", plans);
  }

  private Map<String, String> values(TenantLimit limit) {
    var values = new HashMap<String, String>();
    values.put("plan", limit.plan() == null ? table.standardPlan() : limit.plan());
    QuotaForm.put(
        values, new Quota(limit.perSecond(), limit.perMinute(), limit.perHour(), limit.perDay()));
    return values;
  }
}
