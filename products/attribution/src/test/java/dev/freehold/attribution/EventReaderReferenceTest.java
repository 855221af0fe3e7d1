package dev.freehold.attribution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The reader against one that builds a tree and asks it: slower, and plain to see. */
class EventReaderReferenceTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Set<String> TEXTS =
      Set.of("event_id", "user_id", "channel", "campaign", "ad_group", "creative", "click_id");
  private static final List<String> REQUIRED =
      List.of("event_id", "app_id", "type", "user_id", "occurred_at");
  private static final List<String> STRANGE =
      List.of("", "a", "ü €😀", "\u0000", "\"\\/\b", "x".repeat(300), "(none)", "1.50");

  @Property(tries = 500)
  void theReaderKeepsWhatTheReferenceKeeps(@ForAll long seed) {
    var random = new SplittableRandom(seed);
    var events = new ArrayList<JsonNode>();
    int count = random.nextInt(8);
    for (int i = 0; i < count; i++) {
      events.add(event(random, i));
    }
    var expected = events.stream().filter(EventReaderReferenceTest::isGood).toList();
    var array = EventReaderTest.reader();
    array.readArray(utf8(events.toString()));
    agrees(array, expected, events);
    var lines = events.stream().map(JsonNode::toString).collect(Collectors.joining("\n"));
    var ofLines = EventReaderTest.reader();
    ofLines.readLines(utf8(lines));
    agrees(ofLines, expected, events);
  }

  private static void agrees(EventReader batch, List<JsonNode> expected, List<JsonNode> sent) {
    assertThat(batch.count()).isEqualTo(sent.size());
    assertThat(batch.events).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(batch.events.get(i)).containsExactly(row(expected.get(i)));
    }
    assertThat(batch.rejected())
        .extracting(rejected -> sent.get(rejected.index()))
        .containsExactlyElementsOf(sent.stream().filter(event -> !isGood(event)).toList());
  }

  /** A good event to which one or two things may have happened. */
  private static ObjectNode event(SplittableRandom random, int number) {
    var event = JSON.createObjectNode();
    event.put("event_id", "event-" + number);
    event.put("app_id", EventReaderTest.SHOP.id().toString());
    event.put("type", "purchase");
    event.put("user_id", "anna");
    event.put("occurred_at", EventReaderTest.NOW.toString());
    if (random.nextBoolean()) {
      event.put("campaign", "größer");
      event.putObject("properties").put("a", "€" + "x".repeat(random.nextInt(10)));
    }
    for (int changes = random.nextInt(3); changes > 0; changes--) {
      change(event, random);
    }
    return event;
  }

  private static void change(ObjectNode event, SplittableRandom random) {
    var names = List.copyOf(TEXTS);
    var name = names.get(random.nextInt(names.size()));
    switch (random.nextInt(8)) {
      case 0 -> event.remove(REQUIRED.get(random.nextInt(REQUIRED.size())));
      case 1 -> event.putNull(name);
      case 2 -> event.put(name, random.nextInt());
      case 3 -> event.put("revenue", STRANGE.get(random.nextInt(STRANGE.size())));
      case 4 -> event.putArray(name).add(1);
      case 5 -> event.put("colour", "red");
      case 6 -> event.put("occurred_at", time(random));
      default -> event.put(name, STRANGE.get(random.nextInt(STRANGE.size())));
    }
  }

  private static String time(SplittableRandom random) {
    return EventReaderTest.NOW.minus(Duration.ofHours(random.nextInt(-1, 40 * 24))).toString();
  }

  private static boolean isGood(JsonNode event) {
    for (var field : event.properties()) {
      if (!field.getValue().isNull() && !isGood(field.getKey(), field.getValue())) {
        return false;
      }
    }
    return REQUIRED.stream().allMatch(event::hasNonNull);
  }

  private static boolean isGood(String name, JsonNode value) {
    if (name.equals("properties")) {
      return value.isObject() && utf8(value.toString()).length <= 4_096;
    }
    if (!value.isString()) {
      return false;
    }
    var text = value.asString();
    return switch (name) {
      case "revenue" -> text.matches("-?[0-9]+(\\.[0-9]{1,6})?");
      case "app_id", "type" -> true;
      case "occurred_at" -> isInTime(text);
      default -> TEXTS.contains(name) && isGoodText(name, text);
    };
  }

  private static boolean isInTime(String text) {
    var age = Duration.between(OffsetDateTime.parse(text).toInstant(), EventReaderTest.NOW);
    return age.compareTo(Duration.ofMinutes(-5)) >= 0 && age.compareTo(Duration.ofDays(35)) <= 0;
  }

  private static boolean isGoodText(String name, String text) {
    boolean isId = name.equals("event_id") || name.equals("user_id") || name.equals("click_id");
    return !text.isEmpty()
        && text.length() <= (name.equals("event_id") ? 128 : 255)
        && text.codePoints().noneMatch(Character::isISOControl)
        && (isId || !text.equals("(none)"));
  }

  private static @Nullable Object[] row(JsonNode event) {
    return new @Nullable Object[] {
      text(event, "event_id"),
      UUID.fromString(Objects.requireNonNull(text(event, "app_id"))),
      text(event, "type"),
      text(event, "user_id"),
      OffsetDateTime.parse(Objects.requireNonNull(text(event, "occurred_at"))).toInstant(),
      text(event, "channel"),
      text(event, "campaign"),
      text(event, "ad_group"),
      text(event, "creative"),
      event.hasNonNull("revenue")
          ? event.path("revenue").asDecimal().movePointRight(6).longValueExact()
          : null,
      event.hasNonNull("properties") ? event.path("properties").toString() : null,
      null
    };
  }

  private static @Nullable String text(JsonNode event, String name) {
    return event.hasNonNull(name) ? event.path(name).asString() : null;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }
}
