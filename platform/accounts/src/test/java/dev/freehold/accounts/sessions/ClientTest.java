package dev.freehold.accounts.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.accounts.Throttle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientTest {

  @ParameterizedTest
  @CsvSource({
    "'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0"
        + " Safari/537.36', Chrome on Linux",
    "'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0',"
        + " Firefox on Windows",
    "'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like"
        + " Gecko) Version/18.6 Mobile/15E148 Safari/604.1', Safari on iOS",
    "'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/141.0.0.0 Safari/537.36"
        + " Edg/141.0.0.0', Edge on Windows",
    "'curl/8.5.0', A program",
    "'', A program",
  })
  void aBrowserIsCalledAsPeopleCallIt(String agent, String name) {
    assertThat(Client.browser(agent)).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({
    "203.0.113.7, 203.0.113.7",
    "2001:db8:1:2:3:4:5:6, 20010db800010002",
    "2001:db8:1:2::9, 20010db800010002",
    "not:an:address:, not:an:address:",
  })
  void anAddressIsCountedUnderTheNetworkOfWhoeverHasIt(String address, String network) {
    assertThat(Throttle.network(address)).isEqualTo(network);
  }
}
