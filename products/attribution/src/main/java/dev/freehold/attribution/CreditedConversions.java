package dev.freehold.attribution;

import dev.freehold.attribution.credit.CreditModel;
import dev.freehold.attribution.credit.Credits;
import dev.freehold.attribution.credit.Explanation;
import dev.freehold.attribution.credit.GroupBy;
import dev.freehold.attribution.credit.JourneyEvent;
import dev.freehold.attribution.credit.Words;
import dev.freehold.eventstore.EventStore;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.http.Page;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The conversions behind a row of the report: those that a touch with its key counts for, each
 * divided by the same rules that explain a single one.
 */
@Component
class CreditedConversions {

  private static final int MAX_TOUCHES = 50_000;

  private record Touch(String person, JourneyEvent event) {}

  private final EventStore store;

  CreditedConversions(EventStore store) {
    this.store = store;
  }

  /** Newest first; {@code key} is a value of what the controls group by. */
  Page<CreditedConversion> list(
      Caller caller, CreditControls controls, String key, int limit, @Nullable String cursor) {
    var found =
        store.query(
            caller.tenantId(),
            query(controls, key).conversions(limit + 1, cursor),
            Credits.REPORT_LIMIT,
            JourneyEvent::of);
    var page = found.size() <= limit ? found : found.subList(0, limit);
    var touches = touches(caller, controls, key, page);
    return new Page<>(
        page.stream()
            .map(
                conversion ->
                    divided(
                        controls,
                        key,
                        conversion,
                        touches.getOrDefault(conversion.userId(), List.of())))
            .toList(),
        found.size() <= limit ? null : CreditedConversionsQuery.cursor(page.getLast()));
  }

  private CreditedConversionsQuery query(CreditControls controls, String key) {
    return new CreditedConversionsQuery(controls, key, new Words(store.dialect()));
  }

  private Map<String, List<JourneyEvent>> touches(
      Caller caller, CreditControls controls, String key, List<JourneyEvent> conversions) {
    var byPerson = new HashMap<String, List<JourneyEvent>>();
    if (conversions.isEmpty() || key.equals(GroupBy.ORGANIC)) {
      return byPerson;
    }
    var found =
        store.query(
            caller.tenantId(),
            query(controls, key).touches(conversions, MAX_TOUCHES + 1),
            Credits.REPORT_LIMIT,
            row -> new Touch(row.getString("person"), JourneyEvent.of(row)));
    if (found.size() > MAX_TOUCHES) {
      throw Invalid.parameter(
          "lookback", "takes in more touches of these people than a page can show; shorten it");
    }
    found.forEach(
        touch ->
            byPerson
                .computeIfAbsent(touch.person(), person -> new ArrayList<>())
                .add(touch.event()));
    return byPerson;
  }

  private static CreditedConversion divided(
      CreditControls controls, String key, JourneyEvent conversion, List<JourneyEvent> touches) {
    var explanation = Explanation.of(conversion, touches, controls.rules());
    var counted = explanation.touches().stream().filter(Explanation.Touch::counts).toList();
    var parts = new EnumMap<CreditModel, CreditedConversion.Part>(CreditModel.class);
    for (var model : CreditModel.values()) {
      var credit = BigDecimal.ZERO;
      long revenue = 0;
      for (var touch : counted) {
        var share = touch.shares().get(model);
        if (share != null && controls.keeps(touch.event(), key)) {
          credit = credit.add(share.credit());
          revenue += share.revenue();
        }
      }
      parts.put(model, new CreditedConversion.Part(credit, controls.amount(revenue)));
    }
    if (counted.isEmpty()) {
      var units = conversion.revenue();
      var whole =
          new CreditedConversion.Part(BigDecimal.ONE, controls.amount(units == null ? 0 : units));
      parts.replaceAll((model, part) -> whole);
    }
    return new CreditedConversion(SeenEvent.of(conversion, controls.app()), counted.size(), parts);
  }
}
