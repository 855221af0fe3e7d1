package dev.freehold.server.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A month of made-up people who visit, sign up, use a product and pay. The same seed makes the same
 * people, event ids included.
 */
final class ProductEvents {

  static final int PEOPLE = 3_000;
  static final Duration SPAN = Duration.ofDays(29);

  /** How somebody comes, with the page's parameters and the page before. */
  private record Source(String query, String referrer, int weight, double pull) {}

  private record Choice(String value, int weight) {}

  private static final List<Source> SOURCES =
      List.of(
          new Source("", "https://www.google.com/", 30, 1.0),
          new Source("", "", 24, 1.1),
          new Source("?utm_source=newsletter&utm_medium=email&utm_campaign=autumn", "", 14, 1.6),
          new Source("?utm_source=google&utm_medium=cpc&utm_campaign=brand", "", 12, 1.2),
          new Source("", "https://news.ycombinator.com/", 8, 0.6),
          new Source("", "https://www.reddit.com/", 7, 0.7),
          new Source("?utm_source=partner&utm_medium=referral", "", 5, 1.8));

  private static final List<Choice> COUNTRIES =
      List.of(
          new Choice("DE", 28),
          new Choice("US", 24),
          new Choice("GB", 12),
          new Choice("FR", 10),
          new Choice("NL", 8),
          new Choice("IN", 8),
          new Choice("BR", 6),
          new Choice("JP", 4));

  private static final List<Choice> BROWSERS =
      List.of(
          new Choice(
              "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
                  + " Chrome/126.0.0.0 Safari/537.36",
              38),
          new Choice(
              "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 (KHTML, like"
                  + " Gecko) Version/17.5 Safari/605.1.15",
              18),
          new Choice(
              "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML,"
                  + " like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
              24),
          new Choice(
              "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko)"
                  + " Chrome/126.0.0.0 Mobile Safari/537.36",
              14),
          new Choice("Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0", 6));

  private static final List<String> PAGES = List.of("/", "/features", "/pricing", "/docs", "/blog");
  private static final List<String> FEATURES =
      List.of("report_opened", "export_downloaded", "teammate_invited", "search_used");

  private final String site;
  private final Instant begin;
  private final Instant end;
  private final long seed;

  ProductEvents(String slug, Instant end, long seed) {
    this.site = "https://" + slug + ".example";
    this.end = end.truncatedTo(ChronoUnit.SECONDS);
    this.begin = this.end.minus(SPAN);
    this.seed = seed;
  }

  /** One person on the way through the product. */
  private final class Visitor {
    final SplittableRandom random;
    final String id;
    final Map<String, Object> about = new LinkedHashMap<>();
    final List<Map<String, Object>> events = new ArrayList<>();
    final Source source;
    Instant time;
    boolean landed;

    Visitor(int person) {
      this.random = new SplittableRandom(seed * 7_919 + person);
      this.id = "visitor-%05d".formatted(person);
      this.source = source(random);
      this.time = begin.plusSeconds(moment(random));
      about.put("person_id", id);
      about.put("country", pick(COUNTRIES, random));
      about.put("user_agent", pick(BROWSERS, random));
    }

    void look(String page) {
      var query = landed ? "" : source.query();
      var event = event("page_view");
      event.put("url", site + page + query);
      if (!landed && !source.referrer().isEmpty()) {
        event.put("referrer", source.referrer());
      }
      landed = true;
    }

    Map<String, Object> event(String name) {
      var event = new LinkedHashMap<String, Object>();
      event.put("event_id", "demo-" + id + "-" + events.size());
      event.put("name", name);
      event.putAll(about);
      event.put("occurred_at", time.toString());
      events.add(event);
      time = time.plusSeconds(8 + random.nextInt(150));
      return event;
    }

    void pause(int mostDays) {
      time = time.plusSeconds(7_200 + random.nextInt(mostDays * 86_400));
    }
  }

  /** The events of one person, oldest first. */
  List<Map<String, Object>> of(int person) {
    var visitor = new Visitor(person);
    browse(visitor);
    while (visitor.random.nextDouble() < 0.35) {
      visitor.pause(6);
      browse(visitor);
    }
    if (visitor.random.nextDouble() < 0.3 * visitor.source.pull()) {
      signUp(visitor);
    }
    // Whoever would still be busy after the end is cut off there.
    return visitor.events.stream()
        .filter(event -> !Instant.parse(String.valueOf(event.get("occurred_at"))).isAfter(end))
        .toList();
  }

  private static void browse(Visitor visitor) {
    visitor.look(PAGES.get(visitor.random.nextInt(visitor.random.nextInt(PAGES.size()) + 1)));
    while (visitor.random.nextDouble() < 0.55) {
      visitor.look(PAGES.get(visitor.random.nextInt(PAGES.size())));
    }
  }

  private static void signUp(Visitor visitor) {
    var random = visitor.random;
    visitor.look("/pricing");
    visitor.event("sign_up");
    var plan = random.nextDouble() < 0.7 ? "free" : "team";
    var identify = visitor.event("identify");
    identify.put("kind", "identify");
    identify.put("properties", Map.of("plan", plan, "company_size", 1 + random.nextInt(200)));
    visitor.look("/app");
    visitor.event(FEATURES.get(random.nextInt(FEATURES.size())));
    boolean pays = random.nextDouble() < (plan.equals("team") ? 0.6 : 0.15);
    while (random.nextDouble() < 0.72) {
      visitor.pause(4);
      visitor.look("/app");
      do {
        visitor.event(FEATURES.get(random.nextInt(random.nextInt(FEATURES.size()) + 1)));
      } while (random.nextDouble() < 0.6);
      if (pays) {
        pays = false;
        visitor.event("purchase").put("value", plan.equals("team") ? 49.0 : 9.0);
      }
    }
  }

  /** A little more each week, fewer at weekends' nights, most by day. */
  private static long moment(SplittableRandom random) {
    long day = (long) (SPAN.toDays() * Math.pow(random.nextDouble(), 0.8));
    long hour = 6 + Math.round(16 * Math.sqrt(random.nextDouble()) * random.nextDouble());
    return day * 86_400 + hour * 3_600 + random.nextInt(3_600);
  }

  private static Source source(SplittableRandom random) {
    int ticket = random.nextInt(SOURCES.stream().mapToInt(Source::weight).sum());
    for (var source : SOURCES) {
      ticket -= source.weight();
      if (ticket < 0) {
        return source;
      }
    }
    throw new IllegalStateException("weights do not add up");
  }

  private static String pick(List<Choice> choices, SplittableRandom random) {
    int ticket = random.nextInt(choices.stream().mapToInt(Choice::weight).sum());
    for (var choice : choices) {
      ticket -= choice.weight();
      if (ticket < 0) {
        return choice.value();
      }
    }
    throw new IllegalStateException("weights do not add up");
  }
}
