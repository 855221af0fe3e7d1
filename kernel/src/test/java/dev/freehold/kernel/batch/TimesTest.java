package dev.freehold.kernel.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {

  private static final long EARLIEST = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();
  private static final long LATEST = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

  @Test
  void anyTimeIsReadAsTheFormatterReadsIt() {
    var random = new Random(7);
    int[] steps = {1_000_000_000, 100_000_000, 1_000_000, 1_000, 1};
    for (int i = 0; i < 20_000; i++) {
      var time =
          Instant.ofEpochSecond(
              random.nextLong(EARLIEST, LATEST + 1),
              (long) random.nextInt(1_000_000_000) / steps[i % 5] * steps[i % 5]);
      assertThat(Times.parse(time.toString())).isEqualTo(time);
      var elsewhere = OffsetDateTime.ofInstant(time, ZoneOffset.ofHoursMinutes(5, 45));
      assertThat(Times.parse(elsewhere.toString())).isEqualTo(time);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-02-28T23:59:59Z",
        "2024-02-29T00:00:00.5Z",
        "2026-01-31T12:00:00.123456789Z",
        "2026-01-31T12:00:00.000000001Z",
        "2026-01-31T24:00:00Z",
        "2016-12-31T23:59:60Z",
        "+12026-01-31T12:00:00Z",
        "-0001-01-31T12:00:00Z",
        "2026-01-31t12:00:00Z",
        "2026-01-31T12:00:00+02:00"
      })
  void oddButValidTimesAreReadAsTheFormatterReadsThem(String text) {
    assertThat(Times.parse(text)).isEqualTo(reference(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Z",
        "2026-01-31T12:00:00",
        "2026-01-31T12:00Z",
        "2026-02-29T12:00:00Z",
        "2026-13-01T12:00:00Z",
        "2026-00-01T12:00:00Z",
        "2026-01-32T12:00:00Z",
        "2026-01-31T25:00:00Z",
        "2026-01-31T12:60:00Z",
        "2026-01-31T12:00:61Z",
        "2026-01-31T12:00:00,5Z",
        "2026-01-31T12:00:00.1234567890Z",
        "2026-01-31T12:00:00.-12Z",
        "2026-01-31T12:00:0 Z",
        "2026-0١-31T12:00:00Z",
        "2026-01-31T12:00:00ZZ"
      })
  void whatTheFormatterRefusesIsRefused(String text) {
    assertThatThrownBy(() -> reference(text)).isInstanceOf(DateTimeException.class);
    assertThatThrownBy(() -> Times.parse(text)).isInstanceOf(DateTimeException.class);
  }

  private static Instant reference(String text) {
    return text.endsWith("Z") ? Instant.parse(text) : OffsetDateTime.parse(text).toInstant();
  }
}
