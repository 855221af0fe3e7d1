package dev.freehold.attribution;

import dev.freehold.attribution.credit.Explanation;
import dev.freehold.attribution.credit.Revenue;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why a conversion was credited as it was.
 *
 * @param clickWindow how long before it a click counted
 * @param impressionWindow how long before it an impression counted
 * @param organic whether no touch counted
 * @param touches the candidates, oldest first, those left out included
 */
record ConversionExplanation(
    SeenEvent conversion,
    @Schema(type = "string", example = "PT168H") Duration clickWindow,
    @Schema(type = "string", example = "PT24H") Duration impressionWindow,
    @Schema(type = "string", example = "PT168H") Duration halfLife,
    boolean organic,
    List<Candidate> touches) {

  /**
   * A touch that was considered.
   *
   * @param age from the touch to the conversion, negative if it came after
   * @param window how long touches of its kind count
   * @param leftOut why it does not count: {@code after_conversion}, {@code outside_window} or
   *     {@code same_event}
   * @param credit what each model gives it; empty if it does not count
   */
  record Candidate(
      SeenEvent touch,
      @Schema(type = "string", example = "PT26H30M") Duration age,
      @Schema(type = "string", example = "PT168H") Duration window,
      boolean counted,
      @Nullable String leftOut,
      Map<String, Share> credit) {}

  /**
   * A touch's part.
   *
   * @param weight from 0 to 1
   */
  record Share(BigDecimal weight, String revenue) {}

  static ConversionExplanation of(Explanation explanation, Explanation.Rules rules, App app) {
    return new ConversionExplanation(
        SeenEvent.of(explanation.conversion(), app),
        rules.clickWindow(),
        rules.impressionWindow(),
        rules.halfLife(),
        explanation.isOrganic(),
        explanation.touches().stream().map(touch -> candidate(touch, app)).toList());
  }

  private static Candidate candidate(Explanation.Touch touch, App app) {
    var credit = new LinkedHashMap<String, Share>();
    touch
        .shares()
        .forEach(
            (model, share) ->
                credit.put(
                    model.wireName(),
                    new Share(share.credit(), Revenue.format(share.revenue(), app.currency()))));
    var leftOut = touch.leftOut();
    return new Candidate(
        SeenEvent.of(touch.event(), app),
        touch.age(),
        touch.window(),
        touch.counts(),
        leftOut == null ? null : leftOut.wireName(),
        credit);
  }
}
