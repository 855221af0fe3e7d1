package dev.freehold.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.kernel.error.Invalid;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationTest {

  @ParameterizedTest
  @CsvSource({
    "https://shop.example, https://shop.example?click_id=clk_1",
    "https://shop.example/sale, https://shop.example/sale?click_id=clk_1",
    "https://shop.example/sale?a=b, https://shop.example/sale?a=b&click_id=clk_1",
    "https://shop.example/sale?, https://shop.example/sale?click_id=clk_1",
    "https://shop.example/sale?a=b&, https://shop.example/sale?a=b&click_id=clk_1",
    "https://shop.example/sale#top, https://shop.example/sale?click_id=clk_1#top",
    "https://shop.example/#/sale?a=b, https://shop.example/?click_id=clk_1#/sale?a=b",
    "https://shop.example:8443/?a=b#c, https://shop.example:8443/?a=b&click_id=clk_1#c",
    "http://[::1]:8080/, http://[::1]:8080/?click_id=clk_1",
  })
  void theClickIdIsAppendedToTheQuery(String template, String expected) {
    assertThat(resolve(template, Map.of())).isEqualTo(expected);
  }

  @Test
  void macrosTakeTheValuesOfTheClick() {
    assertThat(
            resolve(
                "https://shop.example/{campaign}/{ad_group}?c={click_id}&ch={channel}&t={timestamp}",
                values("campaign", "autumn", "channel", "email", "timestamp", "1700000000")))
        .isEqualTo("https://shop.example/autumn/?c=clk_1&ch=email&t=1700000000");
  }

  @Test
  void valuesCannotLeaveTheirPlace() {
    assertThat(
            resolve(
                "https://shop.example/a?b={campaign}&c={click_id}",
                values("campaign", "x&admin=1#{channel}\r\nSet-Cookie: a=b/ü %$1\\")))
        .isEqualTo(
            "https://shop.example/a?b=x%26admin%3D1%23%7Bchannel%7D%0D%0ASet-Cookie%3A%20a%3Db%2F"
                + "%C3%BC%20%25%241%5C&c=clk_1");
  }

  @Property
  void whateverTheValuesTheHostStays(@ForAll String campaign, @ForAll String channel) {
    var address =
        resolve(
            "https://shop.example/{campaign}?x={channel}#{campaign}",
            values("campaign", campaign, "channel", channel));
    var resolved = URI.create(address);
    assertThat(resolved.getHost()).isEqualTo("shop.example");
    assertThat(resolved.getUserInfo()).isNull();
    assertThat(resolved.getRawQuery()).endsWith("&click_id=clk_1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "shop.example",
        "//shop.example/",
        "/sale",
        "javascript:alert(1)",
        "data:text/html,hello",
        "ftp://shop.example/",
        "https:shop.example",
        "https:///sale",
        "https:\\\\shop.example/",
        "https://shop.example\\@evil.example/",
        "https://{campaign}.example/",
        "https://{campaign}/",
        "https://shop.example{campaign}/",
        "https://shop.example:{campaign}/",
        "{campaign}://shop.example/",
        "https://user@shop.example/",
        "https://user:password@shop.example/",
        "https://{campaign}@shop.example/",
        "https://shop.example/ sale",
        "https://shop.example/sale\r\nSet-Cookie: a=b",
        "https://shop.example/\u0000",
        "https://shop.example/%zz",
        "https://shop.example/{colour}",
        "https://shop.example/{click_id",
        "https://[::1",
      })
  void anAddressThatCouldLeadElsewhereIsRefused(String template) {
    assertThatThrownBy(() -> Destination.parse(template))
        .isInstanceOf(Invalid.class)
        .extracting(failure -> ((Invalid) failure).code().code())
        .isEqualTo("destination_not_allowed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://...", "https://-/", "https://shop.example:99999/", "https://1.2.3.4.5/"})
  void aHostThatCannotBeIsRefused(String template) {
    assertThatThrownBy(() -> Destination.parse(template)).isInstanceOf(Invalid.class);
  }

  @Test
  void theHostIsKnownDespiteMacros() {
    assertThat(Destination.parse("https://Shop.Example/{campaign}?{channel}").host())
        .isEqualTo("Shop.Example");
  }

  private static String resolve(String template, Map<String, @Nullable String> values) {
    return Destination.parse(template).resolve("clk_1", values);
  }

  private static Map<String, @Nullable String> values(String... namesAndValues) {
    var values = new HashMap<String, @Nullable String>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put(Objects.requireNonNull(namesAndValues[i]), namesAndValues[i + 1]);
    }
    return values;
  }
}
