package dev.freehold.attribution.credit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;

/** The report beside {@link CreditReference} over random journeys of few people. */
class CreditReportReferenceTest {

  /** Few moments, so that ties and the ends of windows are common. */
  private static final Duration STEP = Duration.ofHours(6);

  private static final Path FOLDER = folder();
  private static final CreditWorld WORLD = new CreditWorld(FOLDER);

  record Identity(String click, String user, Instant when) {}

  record Windows(Duration click, Duration impression, Duration halfLife) {}

  @AfterContainer
  static void closeStore() throws IOException {
    WORLD.close();
    try (var files = Files.walk(FOLDER)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("credit");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Property(tries = 150)
  void theReportSaysWhatTheDefinitionsSay(
      @ForAll("events") List<JourneyEvent> drawn,
      @ForAll("identities") List<Identity> identities,
      @ForAll("windows") Windows windows) {
    var events = numbered(drawn);
    WORLD.startOver();
    WORLD.addAll(events);
    identities.forEach(i -> WORLD.identify(i.click(), i.user(), i.when()));
    var query = query(windows);
    var rows = WORLD.report(query);
    var reference = new CreditReference(query, events, CreditReference.persons(identities));

    for (var model : CreditModel.values()) {
      var expected = reference.under(model);
      assertThat(rows)
          .extracting(row -> row.keys().get("campaign"))
          .containsExactlyInAnyOrderElementsOf(expected.keySet());
      for (var row : rows) {
        assertRow(row, model, requireNonNull(expected.get(row.keys().get("campaign"))));
      }
      assertConserved(rows, model, events, query);
    }
  }

  private static void assertRow(
      CreditRow row, CreditModel model, CreditReference.Expected expected) {
    var credit = row.under(model);
    long tolerance = model == CreditModel.TIME_DECAY ? row.touches() : 0;
    assertThat(row.touches()).isEqualTo(expected.touches);
    assertThat(credit.users()).isEqualTo(expected.users.size());
    assertThat(credit.conversions().movePointRight(12).toBigIntegerExact())
        .as(model.wireName())
        .isCloseTo(expected.credit, within(BigInteger.valueOf(tolerance)));
    assertThat(credit.revenue())
        .as(model.wireName())
        .isCloseTo(expected.revenue, within(BigInteger.valueOf(tolerance)));
  }

  private static void assertConserved(
      List<CreditRow> rows, CreditModel model, List<JourneyEvent> events, CreditQuery query) {
    var conversions =
        events.stream()
            .filter(e -> query.conversionTypes().contains(e.type()))
            .filter(
                e -> !e.occurredAt().isBefore(query.from()) && e.occurredAt().isBefore(query.to()))
            .toList();
    assertThat(
            rows.stream()
                .map(row -> row.under(model).conversions())
                .reduce(BigDecimal.ZERO, BigDecimal::add))
        .isEqualByComparingTo(BigDecimal.valueOf(conversions.size()));
    assertThat(
            rows.stream()
                .map(row -> row.under(model).revenue())
                .reduce(BigInteger.ZERO, BigInteger::add))
        .isEqualTo(
            conversions.stream()
                .map(e -> BigInteger.valueOf(e.revenue() == null ? 0 : e.revenue()))
                .reduce(BigInteger.ZERO, BigInteger::add));
  }

  @Provide
  Arbitrary<List<JourneyEvent>> events() {
    var types = Arbitraries.of("click", "impression", "click", "impression", "purchase", "open");
    var users = Arbitraries.of("ann", "bob", "click-1", "click-2");
    var moments =
        Arbitraries.integers()
            .between(0, 60)
            .map(step -> CreditWorld.NOON.minus(STEP.multipliedBy(step)));
    var campaigns = Arbitraries.of("a", "b", "c").injectNull(0.1);
    var revenues =
        Arbitraries.longs().between(-1_000_000_000_000L, 1_000_000_000_000L).injectNull(0.1);
    return Combinators.combine(types, users, moments, campaigns, revenues)
        .as(
            (type, user, when, campaign, revenue) ->
                new JourneyEvent(
                    "", type, user, when, null, campaign, null, null, revenue, null, null))
        .list()
        .ofMinSize(1)
        .ofMaxSize(40);
  }

  @Provide
  Arbitrary<List<Identity>> identities() {
    return Combinators.combine(
            Arbitraries.of("click-1", "click-2"),
            Arbitraries.of("ann", "bob", "click-1"),
            Arbitraries.integers().between(0, 2).map(CreditWorld.NOON::plusSeconds))
        .as(Identity::new)
        .list()
        .ofMaxSize(3);
  }

  @Provide
  Arbitrary<Windows> windows() {
    var steps = Arbitraries.integers().between(0, 40).map(STEP::multipliedBy);
    var halfLives = Arbitraries.integers().between(1, 400).map(Duration::ofHours);
    return Combinators.combine(steps, steps, halfLives).as(Windows::new);
  }

  private static CreditQuery query(Windows windows) {
    return new CreditQuery(
        WORLD.app,
        EnumSet.allOf(CreditModel.class),
        CreditWorld.NOON.minus(Duration.ofDays(5)),
        CreditWorld.NOON,
        windows.click(),
        windows.impression(),
        windows.halfLife(),
        ZoneOffset.UTC,
        List.of(GroupBy.CAMPAIGN),
        List.of("purchase", "click"),
        Map.of(),
        1_000,
        0);
  }

  private static List<JourneyEvent> numbered(List<JourneyEvent> drawn) {
    var events = new ArrayList<JourneyEvent>();
    for (var e : drawn) {
      // Unique in the store, and not in the order of drawing.
      var id = (events.size() * 7 % 10) + "-" + UUID.randomUUID();
      events.add(
          new JourneyEvent(
              id,
              e.type(),
              e.userId(),
              e.occurredAt(),
              null,
              e.campaign(),
              null,
              null,
              e.revenue(),
              null,
              null));
    }
    return events;
  }
}
