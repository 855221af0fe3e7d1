package dev.freehold.eventstore.duckdb.rollup.tally;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class TextHashTest {

  /** When this fails after a new version of the engine, sums stay right and become slower. */
  @Property(tries = 200)
  void theEngineHashesAsWeDo(@ForAll @StringLength(max = 70) String text) throws SQLException {
    var valid =
        new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).replace("\0", "");
    try (var connection = DriverManager.getConnection("jdbc:duckdb:");
        var statement = connection.prepareStatement("select (hash(?::varchar) >> 1)::bigint")) {
      statement.setString(1, valid);
      try (var row = statement.executeQuery()) {
        row.next();
        assertThat(row.getLong(1)).isEqualTo(TextHash.of(valid.getBytes(StandardCharsets.UTF_8)));
      }
    }
    assertThat(TextHash.isOfEngine()).isTrue();
  }

  /** Sketches are kept for years: what a text hashes to is for ever. */
  @Test
  void hashesNeverChange() {
    assertThat(hash("")).isEqualTo(5104928228550385088L >>> 1);
    assertThat(hash("user-12345")).isEqualTo(Long.parseUnsignedLong("8631195323736397754") >>> 1);
    assertThat(hash("abcdefghijklm"))
        .isEqualTo(Long.parseUnsignedLong("16634264210265291266") >>> 1);
  }

  private static long hash(String text) {
    return TextHash.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
