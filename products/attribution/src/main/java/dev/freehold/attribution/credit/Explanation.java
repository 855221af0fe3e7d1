package dev.freehold.attribution.credit;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why the credit for a conversion went where it went. Without a touch that counts it is organic.
 *
 * @param touches those that count and those that do not, oldest first
 */
public record Explanation(JourneyEvent conversion, List<Touch> touches) {

  /** Why a touch does not count. */
  public enum LeftOut {
    /** It is the conversion itself. */
    SAME_EVENT,
    /** The conversion was there first. */
    AFTER_CONVERSION,
    /** It was longer ago than touches of its type count. */
    OUTSIDE_WINDOW;

    /** The name on the wire: {@code outside_window}. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A touch and what became of it.
   *
   * @param age from the touch to the conversion, negative after it
   * @param window how long touches of its type count
   * @param leftOut null when it counts
   * @param shares what each model gives it; empty when it does not count
   */
  public record Touch(
      JourneyEvent event,
      Duration age,
      Duration window,
      @Nullable LeftOut leftOut,
      Map<CreditModel, Share> shares) {

    public boolean counts() {
      return leftOut == null;
    }
  }

  /**
   * A touch's part of the conversion.
   *
   * @param credit from 0 to 1, at most 12 decimals
   * @param revenue in units, see {@link Revenue}
   */
  public record Share(BigDecimal credit, long revenue) {}

  /** The windows and the half-life that apply. */
  public record Rules(Duration clickWindow, Duration impressionWindow, Duration halfLife) {

    Duration windowOf(JourneyEvent touch) {
      return touch.type().equals("click") ? clickWindow : impressionWindow;
    }

    public Duration longestWindow() {
      return clickWindow.compareTo(impressionWindow) > 0 ? clickWindow : impressionWindow;
    }
  }

  /** Explains a conversion by the touches of its person; events of other types are passed over. */
  public static Explanation of(JourneyEvent conversion, List<JourneyEvent> events, Rules rules) {
    var candidates =
        events.stream().filter(JourneyEvent::isTouch).sorted(JourneyEvent.IN_TIME).toList();
    var ages =
        candidates.stream()
            .filter(touch -> leftOut(conversion, touch, rules) == null)
            .map(touch -> age(conversion, touch))
            .toArray(Duration[]::new);
    var shares =
        ages.length == 0 ? List.<Map<CreditModel, Share>>of() : shares(conversion, ages, rules);
    var counted = shares.iterator();
    return new Explanation(
        conversion,
        candidates.stream()
            .map(
                touch -> {
                  var leftOut = leftOut(conversion, touch, rules);
                  return new Touch(
                      touch,
                      age(conversion, touch),
                      rules.windowOf(touch),
                      leftOut,
                      leftOut == null ? counted.next() : Map.of());
                })
            .toList());
  }

  public boolean isOrganic() {
    return touches.stream().noneMatch(Touch::counts);
  }

  private static @Nullable LeftOut leftOut(
      JourneyEvent conversion, JourneyEvent touch, Rules rules) {
    if (touch.eventId().equals(conversion.eventId())) {
      return LeftOut.SAME_EVENT;
    }
    var age = age(conversion, touch);
    if (age.isNegative()) {
      return LeftOut.AFTER_CONVERSION;
    }
    return age.compareTo(rules.windowOf(touch)) > 0 ? LeftOut.OUTSIDE_WINDOW : null;
  }

  /** For each touch that counts what each model gives it. */
  private static List<Map<CreditModel, Share>> shares(
      JourneyEvent conversion, Duration[] ages, Rules rules) {
    long revenue = Objects.requireNonNullElse(conversion.revenue(), 0L);
    var shares = new ArrayList<Map<CreditModel, Share>>();
    for (int touch = 0; touch < ages.length; touch++) {
      shares.add(new EnumMap<>(CreditModel.class));
    }
    for (var model : CreditModel.values()) {
      var credits = model.divide(CreditModel.UNITS_PER_CREDIT, ages, rules.halfLife());
      var revenues = model.divide(revenue, ages, rules.halfLife());
      for (int touch = 0; touch < ages.length; touch++) {
        var credit = CreditRow.conversions(BigInteger.valueOf(credits[touch]));
        shares.get(touch).put(model, new Share(credit, revenues[touch]));
      }
    }
    return shares.stream().map(Collections::unmodifiableMap).toList();
  }

  private static Duration age(JourneyEvent conversion, JourneyEvent touch) {
    return Duration.between(touch.occurredAt(), conversion.occurredAt());
  }
}
