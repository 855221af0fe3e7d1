package dev.freehold.analytics.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.analytics.questions.Span;
import dev.freehold.eventstore.Interval;
import dev.freehold.kernel.error.Invalid;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RangeTest {

  private static final Instant NOW = Instant.parse("2026-11-21T23:30:00Z");

  @Test
  void theLastDaysAreWholeDaysOfTheZoneAndStayTheLastDaysWhenKept() {
    var range = Range.of(parameters("days", "7", "zone", "Europe/Berlin"), NOW);
    assertThat(range.to()).isEqualTo(LocalDate.parse("2026-11-22"));
    assertThat(range.from()).isEqualTo(LocalDate.parse("2026-11-16"));
    assertThat(range.span()).isEqualTo(new Span("P7D", null, "Europe/Berlin"));
    assertThat(Range.wholeDays(range.span(), NOW))
        .isEqualTo(new Span("2026-11-16", null, "Europe/Berlin"));
    assertThat(Range.of(range.span(), NOW)).isEqualTo(range);
  }

  @Test
  void fixedDaysStayFixed() {
    var range = Range.of(parameters("from", "2026-01-01", "to", "2026-01-31"), NOW);
    assertThat(range.span()).isEqualTo(new Span("2026-01-01", "2026-02-01", "UTC"));
    assertThat(Range.of(range.span(), NOW)).isEqualTo(range);
    assertThat(range.length()).isEqualTo(31);
    assertThat(range.interval()).isEqualTo(Interval.DAY);
  }

  @Test
  void whatIsNoRangeIsRefusedByName() {
    assertThatThrownBy(() -> Range.of(parameters("from", "yesterday"), NOW))
        .isInstanceOf(Invalid.class);
    assertThatThrownBy(() -> Range.of(parameters("from", "2026-02-01", "to", "2026-01-01"), NOW))
        .isInstanceOf(Invalid.class);
    assertThatThrownBy(() -> Range.of(parameters("days", "0"), NOW)).isInstanceOf(Invalid.class);
    assertThatThrownBy(() -> Range.of(parameters("zone", "Mars/Base"), NOW))
        .isInstanceOf(Invalid.class);
  }

  private static Parameters parameters(String... namesAndValues) {
    var parameters = new Parameters(Map.of());
    for (int i = 0; i < namesAndValues.length; i += 2) {
      parameters = parameters.with(namesAndValues[i], namesAndValues[i + 1]);
    }
    assertThat(parameters.all("missing")).isEqualTo(List.of());
    return parameters;
  }
}
