package dev.freehold.attribution.credit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Currency;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RevenueTest {

  private static final Currency EUR = Currency.getInstance("EUR");

  @ParameterizedTest
  @CsvSource({
    "EUR, 12.34, 12340000, 12.34",
    "EUR, 12.3, 12300000, 12.30",
    "EUR, -5, -5000000, -5.00",
    "EUR, 0.000001, 1, 0.000001",
    "EUR, 1.230000000, 1230000, 1.23",
    "EUR, -0, 0, 0.00",
    "JPY, 12, 120000, 12",
    "JPY, 0.0001, 1, 0.0001",
    "JPY, 100, 1000000, 100",
    "KWD, 1.5, 15000000, 1.500",
    "KWD, 0.0000001, 1, 0.0000001",
    "EUR, 9000000000000, 9000000000000000000, 9000000000000.00",
    "EUR, -9000000000000, -9000000000000000000, -9000000000000.00"
  })
  void amountsAreKeptToFourDecimalsOfTheMinorUnit(
      String code, String amount, long units, String shown) {
    var currency = Currency.getInstance(code);

    assertThat(Revenue.parse(amount, currency)).isEqualTo(units);
    assertThat(Revenue.format(units, currency)).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1e3", "+1", " 1", "1,5", "1.", ".5", "--1", "0x1", "NaN", "١"})
  void onlyPlainDigitsAreTaken(String amount) {
    assertThatThrownBy(() -> Revenue.parse(amount, EUR))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("plain decimal digits such as 12.34");
  }

  @Test
  void moreDecimalsThanAreKeptAreRefusedAndNotRounded() {
    assertThatThrownBy(() -> Revenue.parse("0.0000001", EUR))
        .hasMessage("send at most 6 decimals: amounts in EUR are kept to that many");
    assertThatThrownBy(() -> Revenue.parse("0.00001", Currency.getInstance("JPY")))
        .hasMessageContaining("at most 4 decimals");
  }

  @Test
  void amountsBeyondTheBoundsAreRefused() {
    assertThatThrownBy(() -> Revenue.parse("9000000000000.000001", EUR))
        .hasMessage("send an amount from -9000000000000.00 to 9000000000000.00 EUR");
  }

  @Test
  void aCurrencyWithoutMinorUnitIsRefused() {
    assertThatThrownBy(() -> Revenue.parse("1", Currency.getInstance("XAU")))
        .hasMessageContaining("choose a currency that has a minor unit");
  }

  @Test
  void sumsMayBeLargerThanOneAmount() {
    assertThat(Revenue.format(BigInteger.TEN.pow(20), EUR)).isEqualTo("100000000000000.00");
  }

  @Property(tries = 200)
  void whatIsShownIsReadBack(
      @ForAll @LongRange(min = -Revenue.MOST_UNITS, max = Revenue.MOST_UNITS) long units) {
    assertThat(Revenue.parse(Revenue.format(units, EUR), EUR)).isEqualTo(units);
  }
}
