package dev.freehold.server.demo;

import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Conversions per campaign under the five models, as a table for a terminal. */
final class CreditTable {

  private static final List<String> MODELS =
      List.of("first_touch", "last_touch", "linear", "time_decay", "position_based");

  private final Map<String, Map<String, BigDecimal>> conversions = new TreeMap<>();

  static CreditTable ask(DemoClient client, DemoPlan.Tenant tenant, DemoPlan plan) {
    var table = new CreditTable();
    for (var model : MODELS) {
      var answer =
          client.get(
              "/v1/attribution/credit",
              Map.of(
                  "app_id", String.valueOf(tenant.appId()),
                  "model", model,
                  "from", plan.end().minus(Journeys.SPAN).toString(),
                  "to", plan.end().toString(),
                  "group_by", "campaign"));
      answer
          .path("rows")
          .forEach(
              row ->
                  table
                      .conversions
                      .computeIfAbsent(row.path("campaign").asString(), name -> new HashMap<>())
                      .put(model, row.path("conversions").decimalValue()));
    }
    return table;
  }

  void print(PrintStream out, String title) {
    out.printf("%n%s: conversions per campaign%n", title);
    out.printf("%-18s", "campaign");
    MODELS.forEach(model -> out.printf("%16s", model));
    out.println();
    conversions.forEach((campaign, credit) -> printRow(out, campaign, credit));
    var totals = new HashMap<String, BigDecimal>();
    conversions
        .values()
        .forEach(
            credit ->
                credit.forEach((model, value) -> totals.merge(model, value, BigDecimal::add)));
    printRow(out, "total", totals);
  }

  private static void printRow(PrintStream out, String name, Map<String, BigDecimal> credit) {
    out.printf("%-18s", name);
    MODELS.forEach(
        model ->
            out.printf(
                "%16s",
                credit
                    .getOrDefault(model, BigDecimal.ZERO)
                    .setScale(2, RoundingMode.HALF_UP)
                    .toPlainString()));
    out.println();
  }
}
