package dev.freehold.analytics.customers;

import dev.freehold.analytics.customers.CustomerTargets.Metric;
import dev.freehold.analytics.summaries.Week;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.console.Console;
import dev.freehold.kernel.console.Form;
import dev.freehold.kernel.console.Navigation;
import dev.freehold.kernel.error.Invalid;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** The operator's dashboard: the week against its targets, and the tenants by how they do. */
@Controller
class CustomersConsole {

  static final String PATH = "/console/operator/customers";

  private final Console console;
  private final Customers customers;
  private final CustomerTargets targets;

  CustomersConsole(Console console, Customers customers, CustomerTargets targets) {
    this.console = console;
    this.customers = customers;
    this.targets = targets;
  }

  @Bean
  static Navigation operatorNavigation() {
    return Navigation.of(
        "Operator", 200, new Navigation.Item("Tenants", PATH, "operator.customers:read"));
  }

  @GetMapping(PATH)
  @Requires("operator.customers:read")
  View show(Caller caller, @RequestParam(required = false) @Nullable String week) {
    return console
        .screen("analytics/customers.jte", "Tenants")
        .with("report", customers.report(caller, week(week), "customers"))
        .with("current", customers.thisWeek())
        .with("mayWrite", caller.may("operator.customers:write"));
  }

  @GetMapping(PATH + ".csv")
  @Requires("operator.customers:read")
  ResponseEntity<byte[]> file(
      Caller caller, @RequestParam(required = false) @Nullable String week) {
    var report = customers.report(caller, week(week), "customers.csv");
    return ResponseEntity.ok()
        .contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment()
                .filename("tenants-" + report.week().monday() + ".csv")
                .build()
                .toString())
        .body(CustomerCsv.write(report).getBytes(StandardCharsets.UTF_8));
  }

  @GetMapping(PATH + "/targets")
  @Requires("operator.customers:write")
  View targets(Caller caller) {
    var values = new HashMap<String, String>();
    targets.get(caller).forEach((metric, goal) -> values.put(metric.wireName(), goal.toString()));
    return targets(Form.of(values));
  }

  @PostMapping(PATH + "/targets")
  @Requires("operator.customers:write")
  View set(Caller caller, HttpServletRequest request) {
    var form = Form.of(request);
    try {
      targets.set(caller, goals(form));
      return console.moveOn(PATH, "The targets of a week were changed.");
    } catch (Invalid e) {
      return targets(form.refused(e));
    }
  }

  private View targets(Form form) {
    return console
        .screen("analytics/targets.jte", "Targets of a week")
        .under("Tenants", PATH)
        .with(form);
  }

  private static Map<Metric, Long> goals(Form form) {
    var goals = new EnumMap<Metric, Long>(Metric.class);
    for (var metric : Metric.values()) {
      var text = form.value(metric.wireName()).strip().replace(",", "");
      if (text.isEmpty()) {
        continue;
      }
      if (!text.matches("\\d{1,13}")
          || Long.parseLong(text) < 1
          || Long.parseLong(text) > CustomerTargets.MOST) {
        throw Invalid.field(metric.wireName(), "must be a whole number above 0");
      }
      goals.put(metric, Long.valueOf(text));
    }
    return goals;
  }

  private Week week(@Nullable String monday) {
    if (monday == null) {
      return customers.thisWeek();
    }
    try {
      return new Week(LocalDate.parse(monday));
    } catch (DateTimeException | IllegalArgumentException e) {
      throw Invalid.parameter("week", "must be a Monday such as 2026-03-30");
    }
  }
}
