package dev.freehold.analytics.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CountriesTest {

  private static final int IPV4 = 4;
  private static final int RECORD_BITS = 24;
  private static final int DATA_SEPARATOR = 16;

  @TempDir Path dir;

  @Test
  void anAddressIsFoundInTheFile() throws IOException {
    try (var countries = new Countries(database())) {
      assertThat(countries.of(InetAddress.ofLiteral("9.1.2.3"))).isNull();
      assertThat(countries.of(InetAddress.ofLiteral("129.1.2.3"))).isEqualTo("CH");
    }
  }

  @Test
  void withoutAFileNoCountryIsKnown() throws IOException {
    try (var countries = new Countries(null)) {
      assertThat(countries.of(InetAddress.ofLiteral("129.1.2.3"))).isNull();
    }
  }

  @Test
  void aFileThatIsNoneIsRefusedByTheNameOfTheSetting() throws IOException {
    var file = Files.writeString(dir.resolve("broken.mmdb"), "hello");
    for (var path : new Path[] {file, dir.resolve("missing.mmdb")}) {
      assertThatThrownBy(() -> new Countries(path))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("freehold.analytics.country-database");
    }
  }

  /**
   * The smallest of databases: one node, whose right branch, addresses that begin with a 1, is in
   * Switzerland. Source: MaxMind DB File Format Specification 2.0.
   */
  private Path database() throws IOException {
    var file = new ByteArrayOutputStream();
    int nodes = 1;
    record(file, nodes);
    record(file, nodes + DATA_SEPARATOR);
    file.write(new byte[DATA_SEPARATOR]);
    map(file, 1);
    text(file, "country");
    map(file, 1);
    text(file, "iso_code");
    text(file, "CH");
    file.write(0xAB);
    file.write(0xCD);
    file.write(0xEF);
    file.write("MaxMind.com".getBytes(StandardCharsets.US_ASCII));
    map(file, 9);
    text(file, "binary_format_major_version");
    number(file, 5, 2);
    text(file, "binary_format_minor_version");
    number(file, 5, 0);
    text(file, "build_epoch");
    extended(file, 9, 1);
    file.write(1);
    text(file, "database_type");
    text(file, "Test-Country");
    text(file, "description");
    map(file, 0);
    text(file, "ip_version");
    number(file, 5, IPV4);
    text(file, "languages");
    extended(file, 11, 0);
    text(file, "node_count");
    number(file, 6, nodes);
    text(file, "record_size");
    number(file, 5, RECORD_BITS);
    return Files.write(dir.resolve("test.mmdb"), file.toByteArray());
  }

  private static void record(ByteArrayOutputStream file, int value) {
    file.write(value >> 16);
    file.write(value >> 8);
    file.write(value);
  }

  private static void map(ByteArrayOutputStream file, int pairs) {
    file.write(7 << 5 | pairs);
  }

  private static void text(ByteArrayOutputStream file, String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    file.write(2 << 5 | bytes.length);
    file.writeBytes(bytes);
  }

  /** A whole number of one byte of type 5 (16 bits) or 6 (32 bits). */
  private static void number(ByteArrayOutputStream file, int type, int value) {
    file.write(type << 5 | 1);
    file.write(value);
  }

  private static void extended(ByteArrayOutputStream file, int type, int size) {
    file.write(size);
    file.write(type - 7);
  }
}
