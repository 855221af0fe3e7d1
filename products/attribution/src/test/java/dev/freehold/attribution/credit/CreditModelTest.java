package dev.freehold.attribution.credit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CreditModelTest {

  private static final Duration WEEK = Duration.ofDays(7);

  @Test
  void firstAndLastTouchTakeEverything() {
    assertThat(divide(CreditModel.FIRST_TOUCH, 100, 3, 2, 1)).containsExactly(100, 0, 0);
    assertThat(divide(CreditModel.LAST_TOUCH, 100, 3, 2, 1)).containsExactly(0, 0, 100);
  }

  @Test
  void linearSharesEquallyAndLosesNothingToRounding() {
    assertThat(divide(CreditModel.LINEAR, 100, 3, 2, 1)).containsExactly(33, 33, 34);
    assertThat(divide(CreditModel.LINEAR, 2, 5, 4, 3, 2, 1)).containsExactly(0, 0, 1, 0, 1);
  }

  @Test
  void aTouchOneHalfLifeOlderWeighsHalf() {
    assertThat(divide(CreditModel.TIME_DECAY, 300, 14, 7)).containsExactly(100, 200);
    assertThat(divide(CreditModel.TIME_DECAY, 700, 14, 7, 0)).containsExactly(100, 200, 400);
  }

  @Test
  void touchesOfAThousandHalfLivesAgoStillShareAmongThemselves() {
    assertThat(divide(CreditModel.TIME_DECAY, 300, 7_007, 7_000)).containsExactly(100, 200);
  }

  @Test
  void positionBasedIsDefinedFromOneTouchOn() {
    assertThat(divide(CreditModel.POSITION_BASED, 100, 1)).containsExactly(100);
    assertThat(divide(CreditModel.POSITION_BASED, 100, 2, 1)).containsExactly(50, 50);
    assertThat(divide(CreditModel.POSITION_BASED, 100, 3, 2, 1)).containsExactly(40, 20, 40);
    assertThat(divide(CreditModel.POSITION_BASED, 100, 4, 3, 2, 1)).containsExactly(40, 10, 10, 40);
    assertThat(divide(CreditModel.POSITION_BASED, 100, 5, 4, 3, 2, 1))
        .containsExactly(40, 6, 7, 7, 40);
  }

  @Test
  void refundsAreRoundedDownAndConserved() {
    assertThat(divide(CreditModel.LINEAR, -100, 3, 2, 1)).containsExactly(-34, -33, -33);
  }

  @Property(tries = 300)
  void everyModelHandsOutExactlyWhatThereIs(
      @ForAll @LongRange(min = -Revenue.MOST_UNITS, max = Revenue.MOST_UNITS) long total,
      @ForAll @Size(min = 1, max = 30) List<@IntRange(max = 3_650) Integer> days) {
    var ages =
        days.stream().sorted(Comparator.reverseOrder()).mapToInt(Integer::intValue).toArray();
    for (var model : CreditModel.values()) {
      assertThat(
              Arrays.stream(divide(model, total, ages))
                  .mapToObj(BigInteger::valueOf)
                  .reduce(BigInteger.ZERO, BigInteger::add))
          .isEqualTo(BigInteger.valueOf(total));
      if (total >= 0) {
        assertThat(Arrays.stream(divide(model, total, ages))).allMatch(part -> part >= 0);
      }
    }
  }

  @Test
  void withoutTouchesThereIsNothingToDivide() {
    assertThatThrownBy(() -> divide(CreditModel.LINEAR, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void modelsHaveTheirNamesOnTheWire() {
    assertThat(CreditModel.of("time_decay")).isEqualTo(CreditModel.TIME_DECAY);
    assertThatThrownBy(() -> CreditModel.of("TIME_DECAY")).hasMessageContaining("position_based");
    assertThat(GroupBy.of("ad_group")).isEqualTo(GroupBy.AD_GROUP);
    assertThatThrownBy(() -> GroupBy.of("link")).hasMessageContaining("event_type");
  }

  private static long[] divide(CreditModel model, long total, int... daysBefore) {
    return model.divide(
        total, Arrays.stream(daysBefore).mapToObj(Duration::ofDays).toArray(Duration[]::new), WEEK);
  }
}
