package dev.freehold.analytics.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.analytics.AnalyticsServer;
import dev.freehold.analytics.AnalyticsStreams;
import dev.freehold.eventstore.EventStore;
import dev.freehold.eventstore.Query;
import dev.freehold.eventstore.Tiers;
import dev.freehold.kernel.error.NotFound;
import dev.freehold.kernel.http.IfMatch;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StreamRetentionsTest {

  private static final AnalyticsServer SERVER = AnalyticsServer.running();
  private static final String USAGE = AnalyticsStreams.USAGE.name();

  private final AnalyticsServer.Tenant tenant = SERVER.newTenant();
  private final StreamRetentions retentions = SERVER.bean(StreamRetentions.class);
  private final RetentionTable table = SERVER.bean(RetentionTable.class);

  @Test
  void aTenantThatSaysNothingKeepsWhatIsDeclared() {
    var usage = retentions.get(tenant.caller(), USAGE);
    assertThat(usage.kept()).isEqualTo(usage.declared()).isEqualTo(days(30, 7, 90));
    assertThat(usage.version()).isZero();
    assertThat(tiers(tenant)).isEqualTo(Tiers.USAGE);
    assertThat(retentions.list(tenant.caller()))
        .extracting(StreamRetention::stream)
        .contains("analytics_aliases", "analytics_events", "mcp_usage", USAGE);
  }

  @Test
  void whatATenantShortensHoldsForItAlone() {
    var other = SERVER.newTenant();
    var set = retentions.set(tenant.caller(), USAGE, days(10, null, 45), IfMatch.ANY);
    assertThat(set.kept()).isEqualTo(days(10, 7, 45));
    assertThat(retentions.get(tenant.caller(), USAGE)).isEqualTo(set);
    assertThat(tiers(tenant).raw()).isEqualTo(Period.ofDays(10));
    assertThat(tiers(other)).isEqualTo(Tiers.USAGE);
    assertThat(retentions.get(other.caller(), USAGE).version()).isZero();
  }

  @Test
  void noTenantKeepsMoreThanIsDeclared() {
    var set = retentions.set(tenant.caller(), USAGE, days(31, 8, 36_500), IfMatch.ANY);
    assertThat(set.kept()).isEqualTo(days(30, 7, 90));
    assertThat(tiers(tenant)).isEqualTo(Tiers.USAGE);
  }

  @Test
  void aSecondWordReplacesTheFirst() {
    retentions.set(tenant.caller(), USAGE, days(10, 1, 45), IfMatch.ANY);
    var again = retentions.set(tenant.caller(), USAGE, days(null, null, null), IfMatch.ANY);
    assertThat(again.kept()).isEqualTo(days(30, 7, 90));
    assertThat(again.version()).isEqualTo(2);
  }

  @Test
  void whatIsOlderIsSeenNoMore() {
    var request = "kept-" + UUID.randomUUID();
    send(request + "-new", Duration.ofDays(2));
    send(request + "-old", Duration.ofDays(12));
    assertThat(rows()).isEqualTo(2);
    retentions.set(tenant.caller(), USAGE, days(10, null, null), IfMatch.ANY);
    assertThat(rows()).isEqualTo(1);
  }

  @Test
  void overHttpTheVersionIsTheEntityTagAndNothingBelowADayIsTaken() {
    var http = SERVER.http(tenant);
    var path = "/v1/analytics/retention/" + USAGE;
    assertThat(http.get(path).header("ETag")).isEqualTo("\"0\"");
    var set = http.send("PUT", path, Map.of("rows", 20));
    assertThat(set.status()).isEqualTo(200);
    assertThat(set.json().path("kept").path("rows").asInt()).isEqualTo(20);
    assertThat(set.header("ETag")).isEqualTo("\"1\"");
    assertThat(http.send("PUT", path, Map.of("rows", 0)).status()).isEqualTo(422);
    assertThat(http.send("PUT", path, Map.of("weeks", 1)).code()).isEqualTo("unknown_field");
    assertThat(http.get("/v1/analytics/retention/nothing").code()).isEqualTo("stream_not_found");
  }

  @Test
  void aStreamThatIsNotDeclaredIsNotFound() {
    assertThatThrownBy(() -> retentions.get(tenant.caller(), "nothing"))
        .isInstanceOf(NotFound.class)
        .hasMessageContaining(USAGE);
  }

  private void send(String request, Duration ago) {
    var body =
        Map.of(
            "request_id",
            request,
            "type",
            "chat",
            "occurred_at",
            Instant.now().minus(ago).truncatedTo(ChronoUnit.SECONDS).toString());
    assertThat(SERVER.http(tenant).post("/v1/usage", body).json().path("accepted").asInt()).isOne();
  }

  private long rows() {
    return SERVER
        .bean(EventStore.class)
        .query(
            tenant.caller().tenantId(),
            Query.of("select count(*) from {usage_events}"),
            Duration.ofSeconds(10),
            row -> row.getLong(1))
        .getFirst();
  }

  private Tiers tiers(AnalyticsServer.Tenant whose) {
    return table.of(whose.caller().tenantId(), AnalyticsStreams.USAGE);
  }

  private static Days days(
      @Nullable Integer rows, @Nullable Integer minute, @Nullable Integer hour) {
    return new Days(rows, minute, hour, null, null);
  }
}
