package dev.freehold.attribution.credit;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Currency;
import java.util.regex.Pattern;

/**
 * Amounts of money as whole numbers of units: a unit is 10^-4 of the currency's minor unit, so
 * 12.34 EUR is 12,340,000 units, 12 JPY is 120,000. Refunds are negative.
 */
public final class Revenue {

  /** Amounts lie between minus and plus this many units, 9 * 10^18. */
  public static final long MOST_UNITS = 9_000_000_000_000_000_000L;

  private static final int DECIMALS_OF_MINOR_UNIT = 4;
  private static final BigInteger MOST = BigInteger.valueOf(MOST_UNITS);
  private static final Pattern PLAIN = Pattern.compile("-?[0-9]{1,19}(\\.[0-9]{1,19})?");

  private Revenue() {}

  /**
   * The units of a plain decimal number such as {@code 12.34} or {@code -5}.
   *
   * @throws IllegalArgumentException saying what to send instead
   */
  public static long parse(String amount, Currency currency) {
    if (!PLAIN.matcher(amount).matches()) {
      throw new IllegalArgumentException(
          "send the amount as plain decimal digits such as 12.34 or -5, without exponent, sign +,"
              + " spaces or currency");
    }
    var decimal = new BigDecimal(amount);
    int decimals = decimals(currency);
    if (decimal.stripTrailingZeros().scale() > decimals) {
      throw new IllegalArgumentException(
          "send at most %d decimals: amounts in %s are kept to that many"
              .formatted(decimals, currency.getCurrencyCode()));
    }
    var units = decimal.movePointRight(decimals).toBigIntegerExact();
    if (units.abs().compareTo(MOST) > 0) {
      throw new IllegalArgumentException(
          "send an amount from -%1$s to %1$s %2$s"
              .formatted(format(MOST_UNITS, currency), currency.getCurrencyCode()));
    }
    return units.longValueExact();
  }

  /** The plain decimal number, with at least the digits of the minor unit: {@code 12.30}. */
  public static String format(long units, Currency currency) {
    return format(BigInteger.valueOf(units), currency);
  }

  /** The same for sums, which may be larger than one amount. */
  public static String format(BigInteger units, Currency currency) {
    int decimals = decimals(currency);
    var amount = new BigDecimal(units, decimals).stripTrailingZeros();
    int minorDigits = decimals - DECIMALS_OF_MINOR_UNIT;
    return (amount.scale() < minorDigits ? amount.setScale(minorDigits) : amount).toPlainString();
  }

  /** How many decimals an amount of the currency may have. */
  public static int decimals(Currency currency) {
    int minorDigits = currency.getDefaultFractionDigits();
    if (minorDigits < 0) {
      throw new IllegalArgumentException(
          "choose a currency that has a minor unit: %s has none"
              .formatted(currency.getCurrencyCode()));
    }
    return minorDigits + DECIMALS_OF_MINOR_UNIT;
  }
}
