package dev.freehold.analytics.sites;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.analytics.AnalyticsServer;
import dev.freehold.kernel.secrets.Secrets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Days of a far future, so that other tests have none of them. */
class VisitorSaltsTest {

  private static final AnalyticsServer SERVER = AnalyticsServer.running();
  private static final Instant MORNING = Instant.parse("2126-03-01T00:00:00Z");

  private static VisitorSalts at(Duration later) {
    return new VisitorSalts(
        SERVER.database().platformDb(),
        SERVER.bean(Secrets.class),
        Clock.fixed(MORNING.plus(later), ZoneOffset.UTC));
  }

  private static List<@Nullable String> kept() {
    return SERVER
        .database()
        .superuser()
        .sql("select day::text from analytics.visitor_salt where day > '2100-01-01' order by day")
        .query(String.class)
        .list();
  }

  @Test
  void aDayHasOneSecretOnAllNodesAndItIsGoneAfterFortyEightHours() {
    var first = at(Duration.ZERO).today();
    assertThat(first).hasSize(VisitorSalts.BYTES);
    assertThat(at(Duration.ofHours(23)).today()).isEqualTo(first);
    assertThat(at(Duration.ofHours(24)).today()).isNotEqualTo(first);
    at(Duration.ofHours(47)).forget();
    assertThat(kept()).containsExactly("2126-03-01", "2126-03-02");
    at(Duration.ofHours(48)).forget();
    assertThat(kept()).containsExactly("2126-03-02");
    at(Duration.ofDays(9)).forget();
    assertThat(kept()).isEmpty();
  }

  @Test
  void theDatabaseHoldsItEncrypted() {
    var secret = at(Duration.ofDays(100)).today();
    var stored =
        SERVER
            .database()
            .superuser()
            .sql("select salt from analytics.visitor_salt where day = '2126-06-09'")
            .query(byte[].class)
            .single();
    assertThat(new String(stored, java.nio.charset.StandardCharsets.ISO_8859_1))
        .doesNotContain(new String(secret, java.nio.charset.StandardCharsets.ISO_8859_1));
    at(Duration.ofDays(300)).forget();
  }
}
