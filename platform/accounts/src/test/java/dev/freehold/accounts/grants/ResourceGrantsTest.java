package dev.freehold.accounts.grants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.accounts.AccountsWorld;
import dev.freehold.accounts.Role;
import dev.freehold.accounts.grants.Explanation.Reason;
import dev.freehold.accounts.keys.NewApiKey;
import dev.freehold.accounts.roles.CustomRoles;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.error.NotFound;
import dev.freehold.kernel.http.IfMatch;
import dev.freehold.kernel.http.PageRequest;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ResourceGrantsTest {

  private static AccountsWorld world;
  private static Caller acme;
  private static Caller globex;
  private static ResourceGrants grants;
  private static AccessExplainer explainer;

  private final UUID shop = UUID.randomUUID();

  @BeforeAll
  static void open() {
    world = new AccountsWorld();
    acme = world.owner("acme");
    globex = world.owner("globex");
    grants = world.bean(ResourceGrants.class);
    explainer = world.bean(AccessExplainer.class);
  }

  @AfterAll
  static void close() {
    world.close();
  }

  private static NewApiKey key(String scope) {
    return world.keys.create(acme, "Till", List.of(scope), null);
  }

  private ResourceGrant give(UUID subject, String... permissions) {
    return grants.give(
        acme, new ResourceGrants.Draft(subject, "shop.shop", shop, List.of(permissions)));
  }

  @Test
  void aGrantIsHeldForItsThingAloneUntilItIsTakenBack() throws Exception {
    var key = key("shop.orders:read");
    assertThat(world.callerOfKey(key.key()))
        .matches(caller -> !caller.mayWithSome("shop.orders:write"));
    var grant = give(key.id(), "shop.orders:write");
    assertThat(world.callerOfKey(key.key()))
        .matches(caller -> caller.mayWithSome("shop.orders:write"))
        .matches(caller -> !caller.may("shop.orders:write"));
    grants.take(acme, grant.id());
    assertThat(world.callerOfKey(key.key()))
        .matches(caller -> !caller.mayWithSome("shop.orders:write"));
  }

  @Test
  void asecondGrantOnTheSameThingReplacesTheFirst() {
    var key = key("shop.orders:read");
    var first = give(key.id(), "shop.orders:write");
    var second = give(key.id(), "shop.orders:read");
    assertThat(second.id()).isEqualTo(first.id());
    assertThat(grants.of(acme, key.id()))
        .singleElement()
        .extracting(ResourceGrant::permissions)
        .isEqualTo(List.of("shop.orders:read"));
  }

  @Test
  void whatIsNotOnesOwnOrNotThereCannotBeGiven() {
    var key = key("shop.orders:read");
    var viewer =
        world.caller(acme.tenantId(), Objects.requireNonNull(acme.actor().id()), Role.VIEWER);
    var draft = new ResourceGrants.Draft(key.id(), "shop.shop", shop, List.of("shop.orders:write"));
    assertThatThrownBy(() -> grants.give(viewer, draft)).isInstanceOf(Invalid.class);
    assertThatThrownBy(() -> give(key.id(), "shop.people:erase"))
        .hasMessageContaining("cannot be granted on a single shop");
    assertThatThrownBy(() -> give(UUID.randomUUID(), "shop.orders:read"))
        .isInstanceOf(NotFound.class);
    assertThatThrownBy(
            () ->
                grants.give(
                    acme,
                    new ResourceGrants.Draft(
                        key.id(), "shop.shop", AccountsWorld.NO_SHOP, List.of("shop.orders:read"))))
        .isInstanceOf(NotFound.class);
    assertThatThrownBy(
            () ->
                grants.give(
                    acme,
                    new ResourceGrants.Draft(
                        key.id(), "shop.till", shop, List.of("shop.orders:read"))))
        .hasMessageContaining("resource_kind must be one of");
    assertThatThrownBy(() -> grants.give(globex, draft))
        .as("another tenant's key")
        .isInstanceOf(NotFound.class);
  }

  @Test
  void grantsOfARemovedMemberEndWithThem() {
    var bob = member("bob@acme.example");
    give(bob.userId(), "shop.orders:read");
    world.members.remove(acme, bob.id());
    assertThat(grants.of(acme, bob.userId())).isEmpty();
  }

  @Test
  void whatDecidesIsNamed() {
    var owner = Objects.requireNonNull(acme.actor().id());
    assertThat(explain(owner, "shop.orders:write", null))
        .isEqualTo(new Explanation(true, Reason.ROLE, "owner", null));
    var key = key("shop.orders:read");
    assertThat(explain(key.id(), "shop.orders:read", shop))
        .isEqualTo(new Explanation(true, Reason.SCOPE, "Till", key.id()));
    assertThat(explain(key.id(), "shop.orders:write", shop))
        .isEqualTo(new Explanation(false, Reason.NOTHING_GRANTS_IT, null, null));
    var grant = give(key.id(), "shop.orders:write");
    assertThat(explain(key.id(), "shop.orders:write", shop))
        .isEqualTo(new Explanation(true, Reason.GRANT, null, grant.id()));
    assertThat(explain(key.id(), "shop.orders:write", UUID.randomUUID()).allowed()).isFalse();
    assertThat(explain(key.id(), "shop.orders:write", null).allowed()).isFalse();
    world.keys.revoke(acme, key.id(), null);
    assertThat(explain(key.id(), "shop.orders:read", shop).reason()).isEqualTo(Reason.ENDED);

    var carol = member("carol@acme.example");
    var role =
        world
            .bean(CustomRoles.class)
            .create(acme, new CustomRoles.Draft("Erasers", "", List.of("shop.people:erase")));
    world.members.giveCustomRole(acme, carol.id(), role.id(), IfMatch.ANY);
    assertThat(explain(carol.userId(), "shop.people:erase", null))
        .isEqualTo(new Explanation(true, Reason.CUSTOM_ROLE, "Erasers", role.id()));
    world.members.suspend(acme, carol.id());
    assertThat(explain(carol.userId(), "shop.people:erase", null).reason())
        .isEqualTo(Reason.SUSPENDED);

    assertThatThrownBy(() -> explain(owner, "shop.orders:burn", null)).isInstanceOf(Invalid.class);
    assertThatThrownBy(() -> explainer.explain(globex, owner, "shop.orders:read", null))
        .isInstanceOf(NotFound.class);
  }

  private static Explanation explain(
      UUID subject, String permission, @org.jspecify.annotations.Nullable UUID resource) {
    return explainer.explain(acme, subject, permission, resource);
  }

  private static dev.freehold.accounts.members.Member member(String email) {
    world.signUps.ensureMember(acme.tenantId(), email, "Bob", AccountsWorld.PASSWORD, Role.VIEWER);
    return world.members.list(acme, PageRequest.first(100)).rows().stream()
        .filter(member -> member.email().equals(email))
        .findFirst()
        .orElseThrow();
  }
}
