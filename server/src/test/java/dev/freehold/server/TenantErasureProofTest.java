package dev.freehold.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freehold.accounts.operator.OperatedTenants;
import dev.freehold.accounts.operator.TenantErasure;
import dev.freehold.eventstore.EventStore;
import dev.freehold.eventstore.Query;
import dev.freehold.eventstore.Stream;
import dev.freehold.kernel.db.TenantRows;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A tenant with something of everything is removed: nothing of it is left in any store. */
class TenantErasureProofTest {

  private static final TestServer SERVER = TestServer.running();

  @Test
  void nothingOfARemovedTenantIsLeftAndAnotherHasAllOfItsOwn() {
    var gone = Content.of(Organisation.signUp("gone"));
    var kept = Content.of(Organisation.signUp("kept"));
    for (var content : List.of(gone, kept)) {
      await().until(() -> isDone(content) && isWritten(content));
    }
    var tenant = gone.owner().tenantId();
    assertThat(TenantRows.of(SERVER.database().superuser(), tenant)).hasSizeGreaterThan(15);
    assertThat(events(tenant)).containsEntry("attribution_events", 2L);
    var keptEvents = events(kept.owner().tenantId());
    var keptRows = TenantRows.of(SERVER.database().superuser(), kept.owner().tenantId());

    SERVER
        .bean(OperatedTenants.class)
        .remove(Organisation.operator(), tenant, "the proof of erasure");
    SERVER
        .database()
        .superuser()
        .sql("update accounts.tenant_removal set erase_after = now() where id = :tenant")
        .param("tenant", tenant)
        .update();
    SERVER.bean(TenantErasure.class).run();
    await().until(() -> isClosed(tenant));
    SERVER
        .database()
        .superuser()
        .sql(
            """
            update accounts.tenant_removal set began_at = now() - interval '6 minutes'
            where id = :tenant
            """)
        .param("tenant", tenant)
        .update();
    SERVER.bean(TenantErasure.class).run();

    assertThat(TenantRows.of(SERVER.database().superuser(), tenant)).isEmpty();
    assertThat(events(tenant)).allSatisfy((stream, rows) -> assertThat(rows).isZero());
    assertThat(events(kept.owner().tenantId())).isEqualTo(keptEvents);
    assertThat(TenantRows.of(SERVER.database().superuser(), kept.owner().tenantId()))
        .isEqualTo(keptRows);
    assertThat(
            SERVER
                .database()
                .superuser()
                .sql(
                    """
                    select count(*) from kernel.audit_log
                    where object_id = :tenant and object_type = 'accounts.tenant_removal'
                    """)
                .param("tenant", tenant)
                .query(Integer.class)
                .single())
        .isGreaterThanOrEqualTo(3);
    assertThat(SERVER.ask("GET", "/v1/tenant", gone.owner().key(), null).status()).isEqualTo(401);
  }

  private static boolean isDone(Content content) {
    return SERVER
        .ask("GET", "/v1/jobs/" + content.jobId(), content.owner().key(), null)
        .body()
        .contains("succeeded");
  }

  /** The uses of keys are written behind the requests. */
  private static boolean isWritten(Content content) {
    return TenantRows.of(SERVER.database().superuser(), content.owner().tenantId()).stream()
        .anyMatch(row -> row.startsWith("accounts.api_key_use:"));
  }

  /** Every module has heard that the tenant is closed. */
  private static boolean isClosed(UUID tenant) {
    return SERVER
        .database()
        .superuser()
        .sql(
            """
            select count(*) = 0 from kernel.outbox
            where tenant_id = :tenant and published_at is null
            """)
        .param("tenant", tenant)
        .query(Boolean.class)
        .single();
  }

  private static TreeMap<String, Long> events(UUID tenant) {
    var counts = new TreeMap<String, Long>();
    for (var stream : SERVER.beans(Stream.class)) {
      var rows =
          SERVER
              .bean(EventStore.class)
              .query(
                  tenant,
                  Query.of("select count(*) as n from {%s}".formatted(stream.name())),
                  Duration.ofSeconds(20),
                  row -> row.getLong("n"));
      counts.put(stream.name(), rows.getFirst());
    }
    return counts;
  }
}
