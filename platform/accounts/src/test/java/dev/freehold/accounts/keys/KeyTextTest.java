package dev.freehold.accounts.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Objects;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTextTest {

  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  @Test
  void aKeyHasAPublicPartASecretAndAChecksum() {
    var key = KeyText.generate(KeyMode.LIVE);
    assertThat(key.whole()).matches("fh_live_[0-9A-Za-z]{12}_[0-9A-Za-z]{36}");
    assertThat(key.whole()).startsWith("fh_live_" + key.publicId() + "_");
    assertThat(Objects.requireNonNull(KeyText.parse(key.whole()))).isEqualTo(key);
  }

  /** What a leak scanner does, with nothing but the documented form. */
  @Test
  void aRealKeyCanBeToldOffline() {
    var text = KeyText.generate(KeyMode.LIVE).whole();
    var checked = text.substring(0, text.length() - 6);
    var crc = new CRC32();
    crc.update(checked.getBytes(StandardCharsets.US_ASCII));
    long sum = 0;
    for (var digit : text.substring(text.length() - 6).toCharArray()) {
      sum = sum * 62 + DIGITS.indexOf(digit);
    }
    assertThat(sum).isEqualTo(crc.getValue());
  }

  @Test
  void oneWrongCharacterIsNoticed() {
    var text = KeyText.generate(KeyMode.LIVE).whole();
    for (int i = 0; i < text.length(); i++) {
      var other = text.charAt(i) == 'a' ? 'b' : 'a';
      assertThat(KeyText.parse(text.substring(0, i) + other + text.substring(i + 1))).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "fh_live_", "fh_test_4fKq9ZtB2mXc_abc", "Bearer", "fh_live_\n"})
  void whatIsNoKeyIsNotTakenForOne(String text) {
    assertThat(KeyText.parse(text)).isNull();
  }

  @Test
  void keysDifferAndDoNotShowTheirSecretWhenPrinted() {
    var seen = new HashSet<String>();
    for (int i = 0; i < 1_000; i++) {
      assertThat(seen.add(KeyText.generate(KeyMode.LIVE).whole())).isTrue();
    }
    var key = KeyText.generate(KeyMode.LIVE);
    assertThat(key.toString()).doesNotContain(key.whole().substring(21)).contains(key.publicId());
  }
}
