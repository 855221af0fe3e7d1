package dev.freehold.server.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;

/** A month of made-up use of models, and of the tools that they called, the same for a seed. */
final class ModelUsage {

  static final int USES = 3_000;

  private static final Duration SPAN = Duration.ofDays(29);

  /**
   * @param input billionths of a US dollar a token
   * @param output the same for tokens out
   */
  private record Model(String name, String type, int weight, long input, long output) {}

  private static final List<Model> MODELS =
      List.of(
          new Model("large-1", "chat", 3, 3_000, 15_000),
          new Model("small-1", "chat", 6, 250, 1_250),
          new Model("small-1", "summary", 3, 250, 1_250),
          new Model("embed-1", "search", 4, 20, 0));

  private static final List<String> TOOLS =
      List.of("search_files", "read_page", "run_query", "send_mail");

  private final Instant begin;
  private final long seed;

  ModelUsage(Instant end, long seed) {
    this.begin = end.truncatedTo(ChronoUnit.SECONDS).minus(SPAN);
    this.seed = seed;
  }

  /** One use of a model. */
  Map<String, Object> of(int number) {
    var random = random(number);
    var model = model(random);
    long input = 200 + random.nextInt(4_000);
    long output = model.output() == 0 ? 0 : 50 + random.nextInt(900);
    boolean failed = random.nextDouble() < 0.02;
    var use = new LinkedHashMap<String, Object>();
    use.put("request_id", "demo-request-" + number);
    use.put("type", model.type());
    use.put("model", model.name());
    use.put("status", failed ? "error" : "ok");
    use.put("occurred_at", time(number, random).toString());
    use.put("user_id", "visitor-%05d".formatted(random.nextInt(400)));
    use.put("input_tokens", input);
    use.put("output_tokens", failed ? 0 : output);
    use.put("cost", Long.toString(failed ? 0 : input * model.input() + output * model.output()));
    use.put("latency", 180 + random.nextInt(300) + output * 3);
    return use;
  }

  /** The calls of tools that a use led to. */
  List<Map<String, Object>> calls(int number) {
    var random = random(number).split();
    var calls = new ArrayList<Map<String, Object>>();
    for (int call = 0; call < 2 && random.nextDouble() < 0.35; call++) {
      var row = new LinkedHashMap<String, Object>();
      row.put("call_id", "demo-call-" + number + "-" + call);
      row.put("server_id", new UUID(seed, 4_000_000_000_000_000_000L).toString());
      row.put("tool", TOOLS.get(random.nextInt(random.nextInt(TOOLS.size()) + 1)));
      row.put("status", random.nextDouble() < 0.04 ? "error" : "ok");
      row.put("occurred_at", time(number, random).toString());
      row.put("parent_request_id", "demo-request-" + number);
      row.put("user_id", "visitor-%05d".formatted(random.nextInt(400)));
      row.put("latency", 20 + random.nextInt(700));
      row.put("input_size", 100 + random.nextInt(900));
      row.put("output_size", 400 + random.nextInt(9_000));
      calls.add(row);
    }
    return calls;
  }

  private SplittableRandom random(int number) {
    return new SplittableRandom(seed * 104_729 + number);
  }

  /** Evenly over the month, a little more towards its end. */
  private Instant time(int number, SplittableRandom random) {
    double share = Math.pow((double) number / USES, 0.85);
    return begin.plusSeconds((long) (share * (SPAN.toSeconds() - 3_600)) + random.nextInt(3_600));
  }

  private static Model model(SplittableRandom random) {
    int ticket = random.nextInt(MODELS.stream().mapToInt(Model::weight).sum());
    for (var model : MODELS) {
      ticket -= model.weight();
      if (ticket < 0) {
        return model;
      }
    }
    throw new IllegalStateException("weights do not add up");
  }
}
