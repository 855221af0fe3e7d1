package dev.freehold.kernel.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class ShowTest {

  @Test
  void moneyHasItsSymbolAndTheDigitsOfItsCurrency() {
    assertThat(Show.money(new BigDecimal("1204.5"), "EUR")).isEqualTo("€1,204.50");
    assertThat(Show.money(new BigDecimal("-12"), "USD")).isEqualTo("−$12.00");
    assertThat(Show.money(new BigDecimal("1200"), "JPY")).isEqualTo("¥1,200");
    assertThat(Show.money(new BigDecimal("3"), "CHF")).isEqualTo("CHF\u00a03.00");
  }

  @Test
  void aDurationIsToldInItsLargestUnits() {
    assertThat(Show.duration(Duration.ofHours(24))).isEqualTo("24 hours");
    assertThat(Show.duration(Duration.ofDays(7))).isEqualTo("7 days");
    assertThat(Show.duration(Duration.ofHours(37).plusMinutes(1))).isEqualTo("37 hours 1 minute");
    assertThat(Show.duration(Duration.ofSeconds(1))).isEqualTo("1 second");
  }

  @Test
  void aRangeOfDaysNamesTheYearOnce() {
    assertThat(Show.days(LocalDate.parse("2026-10-23"), LocalDate.parse("2026-11-21")))
        .isEqualTo("23 Oct – 21 Nov 2026");
    assertThat(Show.days(LocalDate.parse("2025-12-30"), LocalDate.parse("2026-01-02")))
        .isEqualTo("30 Dec 2025 – 2 Jan 2026");
  }

  @Test
  void parametersOfAnAddressAreEncodedAndEmptyOnesLeftOut() {
    assertThat(Address.of("/console", "a", "x&y=z", "b", "", "c", null, "d", "ü"))
        .isEqualTo("/console?a=x%26y%3Dz&d=%C3%BC");
    assertThat(Address.of("/console?a=1", "b", "2")).isEqualTo("/console?a=1&b=2");
  }
}
