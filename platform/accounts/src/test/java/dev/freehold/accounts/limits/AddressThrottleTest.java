package dev.freehold.accounts.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.kernel.error.LimitExceeded;
import org.junit.jupiter.api.Test;

class AddressThrottleTest {

  @Test
  void anAddressIsStoppedAndAnotherIsNot() {
    var throttle = new AddressThrottle();
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 2 * AddressThrottle.PER_MINUTE; i++) {
                throttle.take("203.0.113.7");
              }
            })
        .isInstanceOf(LimitExceeded.class);
    throttle.take("203.0.113.8");
  }

  @Test
  void addressesOfOneNetworkCountTogether() {
    assertThat(AddressThrottle.network("2001:db8:0:7:1:2:3:4")).isEqualTo("2001:db8:0:7");
    assertThat(AddressThrottle.network("2001:db8:0:7:0:0:0:9")).isEqualTo("2001:db8:0:7");
    assertThat(AddressThrottle.network("203.0.113.7")).isEqualTo("203.0.113.7");
  }

  @Test
  void manyAddressesTakeBoundedMemory() {
    var throttle = new AddressThrottle(1_000);
    for (int i = 0; i < 20_000; i++) {
      throttle.take("198.51." + i / 250 + "." + i % 250);
    }
    assertThat(throttle.tracked()).isLessThanOrEqualTo(1_000);
  }
}
