package dev.freehold.accounts.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.accounts.AccountsWorld;
import dev.freehold.accounts.Role;
import dev.freehold.kernel.Actor;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.db.PlatformDb;
import dev.freehold.kernel.db.TenantRows;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TenantErasureTest {

  private AccountsWorld world;
  private Hands hands;
  private String operator;
  private Caller acme;
  private Caller globex;
  private TenantErasure erasure;

  @BeforeEach
  void twoTenants() {
    world = new AccountsWorld();
    hands = Hands.ofOperator(world);
    operator = hands.accessToken("house");
    acme = furnished("acme");
    globex = furnished("globex");
    erasure = world.bean(TenantErasure.class);
  }

  @AfterEach
  void close() {
    world.close();
  }

  /** A tenant with a sandbox, keys that were rolled, members, and a job that waits. */
  private Caller furnished(String slug) {
    var owner = world.owner(slug);
    world.member(owner, slug + "-bob", Role.MEMBER);
    world.keys.create(owner, "Shop", List.of("*"), null);
    world.keys.create(
        owner,
        new dev.freehold.accounts.keys.KeyDraft(
            "Test", dev.freehold.accounts.keys.KeyMode.TEST, List.of("*"), null, List.of()));
    hands.session(slug);
    hands.tokens(slug);
    return owner;
  }

  private String path() {
    return "/v1/operator/tenants/" + acme.tenantId() + "/removal";
  }

  private void remove() {
    var answer = hands.ask("PUT", path(), operator, "{\"reason\": \"left us\"}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private void passes(String column) {
    world
        .database
        .superuser()
        .sql("update accounts.tenant_removal set %s = now() - interval '1 hour'".formatted(column))
        .update();
  }

  private void removeCompletely() {
    remove();
    passes("erase_after");
    erasure.run();
    passes("began_at");
    erasure.run();
  }

  /** Tables that hold a row of a tenant, or of its sandbox, with how many. */
  private List<String> rowsOf(UUID tenant) {
    return TenantRows.of(world.database.superuser(), tenant);
  }

  @Test
  void afterTheGraceTimeNothingIsLeftAndTheOtherTenantHasAllOfItsOwn() {
    var sandbox =
        world
            .database
            .superuser()
            .sql("select tenant_id from accounts.tenant where sandbox_of = :tenant")
            .param("tenant", acme.tenantId())
            .query(UUID.class)
            .single();
    assertThat(rowsOf(acme.tenantId())).hasSizeGreaterThan(4);
    assertThat(rowsOf(sandbox)).isNotEmpty();
    remove();
    var others = rowsOf(globex.tenantId());
    passes("erase_after");
    erasure.run();
    passes("began_at");
    erasure.run();
    assertThat(rowsOf(acme.tenantId())).isEmpty();
    assertThat(rowsOf(sandbox)).isEmpty();
    assertThat(rowsOf(globex.tenantId())).isEqualTo(others);
    assertThat(world.stored("select task_instance from kernel.scheduled_task"))
        .doesNotContain(acme.tenantId().toString());
  }

  @Test
  void whatIsLeftIsATombstoneInTheAuditLogOfNoTenant() {
    removeCompletely();
    assertThat(
            world.stored(
                "select name || ': ' || reason || ' by ' || requested_by from"
                    + " accounts.tenant_removal where erased_at is not null and rows_erased > 10"))
        .isEqualTo("[The acme: left us by Ada of house]");
    assertThat(
            world.stored(
                "select object_id from kernel.audit_log where object_type ="
                    + " 'accounts.tenant_removal' and jsonb_exists(after, 'erased_at') and tenant_id ="
                    + " '00000000-0000-0000-0000-000000000000'"))
        .contains(acme.tenantId().toString());
  }

  @Test
  void whoeverCancelsInTimeHasEverythingBack() throws Exception {
    var key = world.keys.create(acme, "Late", List.of("*"), null).key();
    remove();
    assertThat(hands.ask("GET", "/v1/tenant", key, null).statusCode()).isEqualTo(403);
    erasure.run();
    assertThat(hands.ask("DELETE", path(), operator, null).statusCode()).isEqualTo(200);
    passes("erase_after");
    erasure.run();
    assertThat(hands.ask("GET", "/v1/tenant", key, null).statusCode()).isEqualTo(200);
  }

  @Test
  void onceItHasBegunNothingLeadsBack() {
    remove();
    passes("erase_after");
    erasure.run();
    assertThat(Hands.code(hands.ask("DELETE", path(), operator, null))).isEqualTo("tenant_closed");
  }

  @Test
  void whoeverCancelsAtTheMomentItBeginsIsRefusedAndLetsNobodyIn() {
    remove();
    passes("began_at");
    assertThat(Hands.code(hands.ask("DELETE", path(), operator, null))).isEqualTo("tenant_closed");
    assertThat(
            world.stored(
                "select suspended_at is not null from accounts.tenant where slug = 'acme'"))
        .isEqualTo("[t]");
  }

  @Test
  void anErasureThatDiesHalfwayGoesOnWhereItWas() {
    world
        .database
        .superuser()
        .sql(
            """
            create function accounts.die() returns trigger language plpgsql as $$
            begin raise exception 'the process died here'; end $$;
            create trigger die before delete on accounts.member
              for each row when (old.tenant_id = '%s') execute function accounts.die();
            """
                .formatted(acme.tenantId()))
        .update();
    removeCompletely();
    var halfway = rowsOf(acme.tenantId());
    assertThat(halfway).anyMatch(row -> row.startsWith("accounts.member:"));
    assertThat(halfway).noneMatch(row -> row.startsWith("accounts.invitation:"));
    assertThat(world.stored("select erased_at from accounts.tenant_removal")).isEqualTo("[null]");
    world.database.superuser().sql("drop function accounts.die() cascade").update();
    erasure.run();
    assertThat(rowsOf(acme.tenantId())).isEmpty();
    assertThat(world.stored("select erased_at is not null from accounts.tenant_removal"))
        .isEqualTo("[t]");
  }

  @Test
  void aProcessThatDiedBeforeClosingTheTenantClosesItLater() {
    remove();
    passes("erase_after");
    passes("began_at");
    erasure.run();
    assertThat(rowsOf(acme.tenantId())).isEmpty();
  }

  @Test
  void aTenantThatClosedItselfIsErasedAfterTheSameTime() {
    world.tenants.close(acme);
    erasure.run();
    assertThat(
            world.stored(
                "select reason, erase_after > now() + interval '29 days' from"
                    + " accounts.tenant_removal"))
        .isEqualTo("[It closed itself.]");
    assertThat(rowsOf(acme.tenantId())).isNotEmpty();
    passes("erase_after");
    erasure.run();
    passes("began_at");
    erasure.run();
    assertThat(rowsOf(acme.tenantId())).isEmpty();
  }

  @Test
  void theAuditLogOfATenantThatIsNotBeingErasedCannotBe() {
    remove();
    var platform = world.bean(PlatformDb.class);
    assertThatThrownBy(
            () ->
                platform.acrossTenants(
                    new Actor(Actor.Kind.SYSTEM, null, "test"),
                    "test",
                    sql ->
                        sql.sql("select kernel.erase_audit(:tenant)")
                            .param("tenant", acme.tenantId())
                            .query(Long.class)
                            .single()))
        .rootCause()
        .hasMessageContaining("is not to be erased");
  }
}
