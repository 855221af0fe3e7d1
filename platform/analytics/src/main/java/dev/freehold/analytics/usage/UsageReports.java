package dev.freehold.analytics.usage;

import dev.freehold.analytics.AnalyticsStreams;
import dev.freehold.eventstore.Answer;
import dev.freehold.eventstore.EventStore;
import dev.freehold.eventstore.Measure;
import dev.freehold.eventstore.Measure.Average;
import dev.freehold.eventstore.Measure.Count;
import dev.freehold.eventstore.Measure.Distinct;
import dev.freehold.eventstore.Measure.Sum;
import dev.freehold.eventstore.Stream;
import dev.freehold.kernel.Caller;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Answers what was used. Asks for what a rollup keeps for the grouping, so that the answer goes
 * back further than rows are kept; where none suffices, for everything, of the rows.
 */
@Component
class UsageReports {

  static final List<String> OF_MODELS =
      List.of("project_id", "program_id", "type", "model", "status", "user_id", "api_key_id");
  static final List<String> OF_TOOLS =
      List.of("server_id", "tool", "status", "project_id", "user_id");

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int DECIMALS = 3;

  private final EventStore store;
  private final Clock clock;

  UsageReports(EventStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** The use of models and features. */
  UsageReport models(Caller caller, UsageRequest request) {
    var found = ask(caller, AnalyticsStreams.USAGE, OF_MODELS, request);
    return new UsageReport(
        found.rows().stream().map(UsageReports::ofModels).toList(), found.from(), found.to());
  }

  /** The use of tools. */
  McpUsageReport tools(Caller caller, UsageRequest request) {
    var found = ask(caller, AnalyticsStreams.MCP_USAGE, OF_TOOLS, request);
    return new McpUsageReport(
        found.rows().stream().map(UsageReports::ofTools).toList(), found.from(), found.to());
  }

  /**
   * A row of an answer by the names of its values: dimensions as they are called, sums by column.
   */
  private record Found(@Nullable Instant step, Map<String, String> values) {
    @Nullable String get(String name) {
      return values.get(name);
    }

    String requests() {
      return Objects.requireNonNullElse(values.get("requests"), "0");
    }
  }

  private record Findings(List<Found> rows, Instant from, Instant to) {}

  private Findings ask(
      Caller caller, Stream stream, List<String> dimensions, UsageRequest request) {
    var groups = request.groups(dimensions);
    var used = new HashSet<>(groups);
    used.addAll(request.filtered());
    var measures = measures(stream, used);
    var question = request.question(stream, dimensions, measures, clock.instant());
    var answer = store.ask(caller.tenantId(), question, LIMIT);
    UsageRequest.checkSize(answer.rows().size());
    return new Findings(
        answer.rows().stream().map(row -> found(row, groups, measures)).toList(),
        answer.from(),
        answer.to());
  }

  /** What the first rollup keeps that knows all the dimensions; everything if none does. */
  private static List<Measure> measures(Stream stream, Set<String> used) {
    var kept =
        stream.rollups().stream()
            .filter(rollup -> rollup.by().containsAll(used))
            .findFirst()
            .map(rollup -> rollup.measures())
            .orElseGet(
                () -> stream.rollups().stream().flatMap(r -> r.measures().stream()).toList());
    var measures = new ArrayList<Measure>(List.of(new Count()));
    for (var measure : kept) {
      var asked =
          switch (measure) {
            case Sum(var column) when column.equals("latency") -> new Average(column);
            case Sum _, Distinct _ -> measure;
            default -> null;
          };
      if (asked != null && !measures.contains(asked)) {
        measures.add(asked);
      }
    }
    return measures;
  }

  private static Found found(Answer.Row row, List<String> groups, List<Measure> measures) {
    var values = new HashMap<String, String>();
    for (int i = 0; i < groups.size(); i++) {
      put(values, groups.get(i), row.dimensions().get(i));
    }
    for (int i = 0; i < measures.size(); i++) {
      var value = row.values().get(i);
      put(values, name(measures.get(i)), value == null ? null : digits(value));
    }
    return new Found(row.step(), values);
  }

  private static void put(Map<String, String> values, String name, @Nullable String value) {
    if (value != null) {
      values.put(name, value);
    }
  }

  private static String name(Measure measure) {
    return switch (measure) {
      case Count() -> "requests";
      case Sum(var column) -> column;
      case Average(var column) -> "average_" + column;
      case Distinct _ -> "users";
      default -> throw new IllegalArgumentException("usage is not measured by " + measure);
    };
  }

  private static String digits(BigDecimal value) {
    var rounded = value.setScale(DECIMALS, RoundingMode.HALF_EVEN).stripTrailingZeros();
    return rounded.toPlainString();
  }

  private static UsageReport.Row ofModels(Found row) {
    return new UsageReport.Row(
        row.step(),
        row.get("project_id"),
        row.get("program_id"),
        row.get("type"),
        row.get("model"),
        row.get("status"),
        row.get("user_id"),
        row.get("api_key_id"),
        row.requests(),
        row.get("input_tokens"),
        row.get("output_tokens"),
        row.get("cache_read_tokens"),
        row.get("cache_write_5m_tokens"),
        row.get("cache_write_1h_tokens"),
        row.get("quantity"),
        row.get("cost"),
        row.get("average_latency"),
        row.get("users"));
  }

  private static McpUsageReport.Row ofTools(Found row) {
    return new McpUsageReport.Row(
        row.step(),
        row.get("server_id"),
        row.get("tool"),
        row.get("status"),
        row.get("project_id"),
        row.get("user_id"),
        row.requests(),
        row.get("input_size"),
        row.get("output_size"),
        row.get("average_latency"),
        row.get("users"));
  }
}
