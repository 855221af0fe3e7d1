package dev.freehold.accounts.factors;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {

  private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

  /** Source: RFC 6238, appendix B, the rows for SHA-1. */
  @ParameterizedTest
  @CsvSource({
    "59, 94287082",
    "1111111109, 07081804",
    "1111111111, 14050471",
    "1234567890, 89005924",
    "2000000000, 69279037",
    "20000000000, 65353130",
  })
  void theCodesAreThoseOfTheStandard(long seconds, String code) {
    assertThat(Totp.code(SECRET, Totp.step(Instant.ofEpochSecond(seconds)), 8)).isEqualTo(code);
  }

  /** Source: RFC 4648, section 10. */
  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "f, MY",
    "fo, MZXQ",
    "foo, MZXW6",
    "foob, MZXW6YQ",
    "fooba, MZXW6YTB",
    "foobar, MZXW6YTBOI",
  })
  void theSecretIsWrittenInBase32(String text, String base32) {
    assertThat(Totp.base32(text.getBytes(StandardCharsets.US_ASCII))).isEqualTo(base32);
  }

  @Test
  void aClockMayBeAStepOffButNotTwo() {
    var now = Instant.ofEpochSecond(1_234_567_890);
    var step = Totp.step(now);
    for (long off = -3; off <= 3; off++) {
      assertThat(Totp.matching(SECRET, Totp.code(SECRET, step + off, 6), now).isPresent())
          .as("%d steps", off)
          .isEqualTo(Math.abs(off) <= 1);
    }
    assertThat(Totp.matching(SECRET, "", now)).isEmpty();
    assertThat(Totp.matching(SECRET, "abcdef", now)).isEmpty();
  }
}
