package dev.freehold.attribution.credit;

import java.math.BigInteger;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Credit by campaign as the definitions say it, one step after the other and without care for
 * speed.
 */
final class CreditReference {

  /** What a campaign must show under a model; credit in units of 10^-12. */
  static final class Expected {
    BigInteger credit = BigInteger.ZERO;
    BigInteger revenue = BigInteger.ZERO;
    long touches;
    final Set<String> users = new HashSet<>();
  }

  private final CreditQuery query;
  private final List<JourneyEvent> events;
  private final Map<String, String> personOfClick;

  CreditReference(CreditQuery query, List<JourneyEvent> events, Map<String, String> personOfClick) {
    this.query = query;
    this.events = events;
    this.personOfClick = personOfClick;
  }

  Map<String, Expected> under(CreditModel model) {
    var rows = new TreeMap<String, Expected>();
    for (var conversion : events) {
      if (query.conversionTypes().contains(conversion.type())
          && !conversion.occurredAt().isBefore(query.from())
          && conversion.occurredAt().isBefore(query.to())) {
        credit(conversion, model, rows);
      }
    }
    return rows;
  }

  private void credit(JourneyEvent conversion, CreditModel model, Map<String, Expected> rows) {
    var touches =
        events.stream().filter(t -> counts(t, conversion)).sorted(JourneyEvent.IN_TIME).toList();
    long revenue = conversion.revenue() == null ? 0 : conversion.revenue();
    int n = touches.size();
    if (n == 0) {
      var row = rows.computeIfAbsent("(organic)", _ -> new Expected());
      add(row, BigInteger.valueOf(CreditModel.UNITS_PER_CREDIT), BigInteger.valueOf(revenue));
      row.users.add(conversion.userId());
    }
    for (int k = 1; k <= n; k++) {
      var campaign = touches.get(k - 1).campaign();
      var row = rows.computeIfAbsent(campaign == null ? "(none)" : campaign, _ -> new Expected());
      row.touches++;
      add(
          row,
          upTo(CreditModel.UNITS_PER_CREDIT, k, touches, conversion, model)
              .subtract(upTo(CreditModel.UNITS_PER_CREDIT, k - 1, touches, conversion, model)),
          upTo(revenue, k, touches, conversion, model)
              .subtract(upTo(revenue, k - 1, touches, conversion, model)));
      boolean counted =
          switch (model) {
            case FIRST_TOUCH -> k == 1;
            case LAST_TOUCH -> k == n;
            case LINEAR, TIME_DECAY, POSITION_BASED -> true;
          };
      if (counted) {
        row.users.add(conversion.userId());
      }
    }
  }

  private static void add(Expected row, BigInteger credit, BigInteger revenue) {
    row.credit = row.credit.add(credit);
    row.revenue = row.revenue.add(revenue);
  }

  private boolean counts(JourneyEvent touch, JourneyEvent conversion) {
    if (!JourneyEvent.TOUCH_TYPES.contains(touch.type())
        || touch.eventId().equals(conversion.eventId())) {
      return false;
    }
    var window = touch.type().equals("click") ? query.clickWindow() : query.impressionWindow();
    return personOfClick.getOrDefault(touch.userId(), touch.userId()).equals(conversion.userId())
        && !touch.occurredAt().isAfter(conversion.occurredAt())
        && !touch.occurredAt().isBefore(conversion.occurredAt().minus(window));
  }

  /** floor(total * F(k)) with F(k) as a fraction of whole numbers, for time decay of doubles. */
  private BigInteger upTo(
      long total, int k, List<JourneyEvent> touches, JourneyEvent conversion, CreditModel model) {
    int n = touches.size();
    return switch (model) {
      case FIRST_TOUCH -> floor(total, k == 0 ? 0 : 1, 1);
      case LAST_TOUCH -> floor(total, k == n ? 1 : 0, 1);
      case LINEAR -> floor(total, k, n);
      case POSITION_BASED -> {
        if (k == 0 || k == n) {
          yield floor(total, k, n);
        }
        yield n == 2
            ? floor(total, 1, 2)
            : floor(total, 4L * (n - 2) + 2L * (k - 1), 10L * (n - 2));
      }
      case TIME_DECAY -> {
        if (k == n) {
          yield BigInteger.valueOf(total);
        }
        double part = 0;
        double whole = 0;
        for (int i = 0; i < n; i++) {
          var age = Duration.between(touches.get(i).occurredAt(), conversion.occurredAt());
          double weight = Math.pow(2, -(double) age.toNanos() / query.halfLife().toNanos());
          part += i < k ? weight : 0;
          whole += weight;
        }
        yield BigInteger.valueOf((long) Math.floor(total * (part / whole)));
      }
    };
  }

  private static BigInteger floor(long total, long part, long whole) {
    var product = BigInteger.valueOf(total).multiply(BigInteger.valueOf(part));
    var divided = product.divideAndRemainder(BigInteger.valueOf(whole));
    return divided[1].signum() < 0 ? divided[0].subtract(BigInteger.ONE) : divided[0];
  }

  /** Which person a click turned out to be: its earliest identity, then the lowest user. */
  static Map<String, String> persons(List<CreditReportReferenceTest.Identity> identities) {
    var persons = new HashMap<String, CreditReportReferenceTest.Identity>();
    for (var identity : identities) {
      persons.merge(
          identity.click(),
          identity,
          (a, b) -> {
            int order = a.when().compareTo(b.when());
            return order < 0 || (order == 0 && a.user().compareTo(b.user()) <= 0) ? a : b;
          });
    }
    var users = new HashMap<String, String>();
    persons.forEach((click, identity) -> users.put(click, identity.user()));
    return users;
  }
}
