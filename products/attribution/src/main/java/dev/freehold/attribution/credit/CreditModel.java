package dev.freehold.attribution.credit;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/**
 * How the credit for a conversion is divided among the touches before it.
 *
 * <p>Every model hands out whole units, so nothing is lost to rounding: with F(k) the share of the
 * first k of n touches, touch k receives {@code floor(total * F(k)) - floor(total * F(k - 1))}, and
 * F(n) = 1.
 */
public enum CreditModel {
  /** Everything to the earliest touch. */
  FIRST_TOUCH,
  /** Everything to the latest touch. */
  LAST_TOUCH,
  /** The same to each touch: F(k) = k / n. */
  LINEAR,
  /** A touch weighs {@code 2^(-age / halfLife)}, age being the time until the conversion. */
  TIME_DECAY,
  /**
   * 40 % to the first touch, 40 % to the last, 20 % equally to those between; of two touches each
   * gets half.
   */
  POSITION_BASED;

  /** Units in one whole credit: credit is counted in units of 10^-12. */
  static final long UNITS_PER_CREDIT = 1_000_000_000_000L;

  /**
   * A weight is a whole number of 2^-62 of the last touch's, so that sums of weights are exact in
   * any order.
   */
  static final int WEIGHT_BITS = 62;

  /** The name on the wire: {@code first_touch}, {@code last_touch}, … */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The model with this name on the wire.
   *
   * @throws IllegalArgumentException naming the possible values
   */
  public static CreditModel of(String wireName) {
    return Arrays.stream(values())
        .filter(model -> model.wireName().equals(wireName))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no credit model '%s': use one of %s"
                        .formatted(
                            wireName,
                            Arrays.stream(values()).map(CreditModel::wireName).toList())));
  }

  /**
   * Divides a whole number of units, negative for a refund, among touches; the parts add up to it.
   * Under time decay weights are rounded to 48 bits or more and raised by {@link Math#pow} here but
   * by the C library in SQL, so there a part may differ from the report's by one unit, or by one in
   * 10^13 of the total if that is more; under the other models they are the same.
   *
   * @param ages how long before the conversion each touch was, in the order of the touches
   */
  public long[] divide(long total, Duration[] ages, Duration halfLife) {
    if (ages.length == 0) {
      throw new IllegalArgumentException("there is no touch to divide among");
    }
    var shares = new long[ages.length];
    var upTo = cumulative(total, ages, halfLife);
    for (int touch = 0; touch < ages.length; touch++) {
      shares[touch] = upTo[touch + 1] - upTo[touch];
    }
    return shares;
  }

  /** What the first k touches receive together, for k from 0 to n. */
  private long[] cumulative(long total, Duration[] ages, Duration halfLife) {
    int count = ages.length;
    var upTo = new long[count + 1];
    var weights = this == TIME_DECAY ? cumulativeWeights(ages, halfLife) : new BigInteger[0];
    for (int place = 1; place < count; place++) {
      upTo[place] =
          switch (this) {
            case FIRST_TOUCH -> total;
            case LAST_TOUCH -> 0;
            case LINEAR -> portion(total, place, count);
            case POSITION_BASED ->
                count == 2
                    ? portion(total, 1, 2)
                    : portion(total, 2L * (count - 2) + place - 1, 5L * (count - 2));
            case TIME_DECAY ->
                (long)
                    Math.floor(
                        total * (weights[place].doubleValue() / weights[count].doubleValue()));
          };
    }
    upTo[count] = total;
    return upTo;
  }

  /** {@code floor(total * part / whole)}; the product does not overflow. */
  private static long portion(long total, long part, long whole) {
    return Math.floorDiv(total, whole) * part + Math.floorMod(total, whole) * part / whole;
  }

  private static BigInteger[] cumulativeWeights(Duration[] ages, Duration halfLife) {
    var upTo = new BigInteger[ages.length + 1];
    var last = ages[ages.length - 1];
    upTo[0] = BigInteger.ZERO;
    for (int touch = 0; touch < ages.length; touch++) {
      upTo[touch + 1] = upTo[touch].add(weight(ages[touch].minus(last), halfLife));
    }
    return upTo;
  }

  private static BigInteger weight(Duration age, Duration halfLife) {
    double halfLives = (double) micros(age) / micros(halfLife);
    return BigInteger.valueOf((long) Math.floor(Math.pow(2, WEIGHT_BITS - halfLives)));
  }

  public static long micros(Duration duration) {
    return Math.addExact(
        Math.multiplyExact(duration.toSeconds(), 1_000_000L), duration.getNano() / 1_000);
  }
}
