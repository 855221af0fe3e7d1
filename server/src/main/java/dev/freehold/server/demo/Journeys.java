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
 * Thirty days of made-up people who see, click, install and buy. The same seed makes the same
 * people, event ids included.
 */
final class Journeys {

  static final Duration SPAN = Duration.ofDays(30);
  static final int PEOPLE = 6_000;

  /**
   * Marketing that people meet.
   *
   * @param weight how often, relative to the others
   * @param pull how much more likely a person is to convert after it
   */
  record Campaign(String name, String channel, int weight, double pull, double clickShare) {}

  static final List<Campaign> CAMPAIGNS =
      List.of(
          new Campaign("brand-search", "search", 18, 1.7, 0.9),
          new Campaign("generic-search", "search", 14, 1.1, 0.85),
          new Campaign("autumn-sale", "email", 12, 1.5, 0.6),
          new Campaign("retargeting", "display", 16, 1.3, 0.25),
          new Campaign("video-launch", "video", 15, 0.8, 0.15),
          new Campaign("creator-stories", "social", 13, 1.0, 0.4),
          new Campaign("partner-blog", "affiliate", 7, 1.2, 0.8),
          new Campaign("refer-a-friend", "referral", 5, 1.9, 0.95));

  private static final int WEIGHTS = CAMPAIGNS.stream().mapToInt(Campaign::weight).sum();
  private static final double ORGANIC = 0.12;
  private static final double CONVERTS = 0.34;
  private static final double BUYS = 0.55;

  private final String appId;
  private final Instant begin;
  private final Instant end;
  private final long seed;
  private final String currency;

  Journeys(String appId, Instant end, long seed, String currency) {
    this.appId = appId;
    this.end = end.truncatedTo(ChronoUnit.SECONDS);
    this.begin = this.end.minus(SPAN);
    this.seed = seed;
    this.currency = currency;
  }

  /** The events of one person, in no particular order. */
  List<Map<String, Object>> of(int person) {
    var random = new SplittableRandom(seed * 1_000_003 + person);
    var userId = "person-%05d".formatted(person);
    var events = new ArrayList<Map<String, Object>>();
    var time = begin.plusSeconds(daytime(random));
    double pull = 1;
    int touches = random.nextDouble() < ORGANIC ? 0 : 1 + random.nextInt(5);
    for (int i = 0; i < touches && time.isBefore(end); i++) {
      var campaign = pick(random);
      boolean click = random.nextDouble() < campaign.clickShare();
      events.add(
          touch(userId, events.size(), click ? "click" : "impression", time, campaign, random));
      pull = Math.max(pull, campaign.pull());
      time = time.plusSeconds(600 + random.nextInt(2 * 86_400));
    }
    if (random.nextDouble() < CONVERTS * pull && time.isBefore(end)) {
      convert(events, userId, time, random);
    }
    return events;
  }

  private void convert(
      List<Map<String, Object>> events, String userId, Instant installed, SplittableRandom random) {
    events.add(event(userId, events.size(), "install", installed));
    var time = installed;
    while (random.nextDouble() < BUYS) {
      time = time.plusSeconds(300 + random.nextInt(4 * 86_400));
      if (!time.isBefore(end)) {
        return;
      }
      var purchase = event(userId, events.size(), "purchase", time);
      long cents = 990 + 500L * random.nextInt(20) + random.nextInt(100);
      purchase.put("revenue", "%d.%02d".formatted(cents / 100, cents % 100));
      purchase.put("currency", currency);
      events.add(purchase);
    }
  }

  private Map<String, Object> touch(
      String userId,
      int number,
      String type,
      Instant time,
      Campaign campaign,
      SplittableRandom random) {
    var touch = event(userId, number, type, time);
    touch.put("channel", campaign.channel());
    touch.put("campaign", campaign.name());
    touch.put("ad_group", random.nextBoolean() ? "new-visitors" : "returning");
    touch.put("creative", "variant-" + (char) ('a' + random.nextInt(3)));
    return touch;
  }

  private Map<String, Object> event(String userId, int number, String type, Instant time) {
    var event = new LinkedHashMap<String, Object>();
    event.put("event_id", "demo-" + userId + "-" + number);
    event.put("app_id", appId);
    event.put("type", type);
    event.put("user_id", userId);
    event.put("occurred_at", time.toString());
    return event;
  }

  /** Most people come during the first three weeks, more by day than by night. */
  private static long daytime(SplittableRandom random) {
    long day = random.nextLong(26);
    long hour = 6 + Math.round(17 * Math.sqrt(random.nextDouble()) * random.nextDouble());
    return day * 86_400 + hour * 3_600 + random.nextInt(3_600);
  }

  private static Campaign pick(SplittableRandom random) {
    int ticket = random.nextInt(WEIGHTS);
    for (var campaign : CAMPAIGNS) {
      ticket -= campaign.weight();
      if (ticket < 0) {
        return campaign;
      }
    }
    throw new IllegalStateException("weights do not add up");
  }
}
