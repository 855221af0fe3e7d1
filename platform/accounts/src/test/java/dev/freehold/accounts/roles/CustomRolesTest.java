package dev.freehold.accounts.roles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.accounts.AccountsWorld;
import dev.freehold.accounts.Role;
import dev.freehold.accounts.members.Member;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.error.Conflict;
import dev.freehold.kernel.error.Forbidden;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.error.NotFound;
import dev.freehold.kernel.http.IfMatch;
import dev.freehold.kernel.http.PageRequest;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CustomRolesTest {

  private static AccountsWorld world;
  private static Caller acme;
  private static Caller globex;
  private static CustomRoles roles;

  @BeforeAll
  static void open() {
    world = new AccountsWorld();
    acme = world.owner("acme");
    globex = world.owner("globex");
    roles = world.bean(CustomRoles.class);
  }

  @AfterAll
  static void close() {
    world.close();
  }

  private static CustomRole role(String name, String... permissions) {
    return roles.create(acme, new CustomRoles.Draft(name, "", List.of(permissions)));
  }

  private static Member member(String email) {
    world.signUps.ensureMember(acme.tenantId(), email, "Bob", AccountsWorld.PASSWORD, Role.VIEWER);
    return world.members.list(acme, PageRequest.first(100)).rows().stream()
        .filter(member -> member.email().equals(email))
        .findFirst()
        .orElseThrow();
  }

  private static Caller session(String email) throws Exception {
    var token = world.sessions.signIn(email, AccountsWorld.PASSWORD, "127.0.0.1");
    return Objects.requireNonNull(world.callerOfSession(token));
  }

  @Test
  void aMemberMayDoWhatTheirRoleSaysAndItsChangesHoldAtOnce() throws Exception {
    var role = role("Packers", "shop.orders:write");
    var bob = member("bob@acme.example");
    var given = world.members.giveCustomRole(acme, bob.id(), role.id(), IfMatch.ANY);
    assertThat(given.role()).isEqualTo(Role.CUSTOM);
    assertThat(given.customRole()).isEqualTo("Packers");
    assertThat(session("bob@acme.example").permissions()).containsExactly("shop.orders:write");
    var token = world.sessions.signIn("bob@acme.example", AccountsWorld.PASSWORD, "127.0.0.1");
    roles.update(
        acme,
        role.id(),
        new CustomRoles.Draft("Packers", "", List.of("shop.orders:read")),
        IfMatch.ANY);
    assertThat(Objects.requireNonNull(world.callerOfSession(token)).permissions())
        .containsExactly("shop.orders:read");
    assertThatThrownBy(() -> roles.delete(acme, role.id()))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("Members still have this role");
    var back = world.members.changeRole(acme, bob.id(), Role.VIEWER, IfMatch.ANY);
    assertThat(back.customRoleId()).isNull();
    roles.delete(acme, role.id());
    assertThatThrownBy(() -> roles.get(acme, role.id())).isInstanceOf(NotFound.class);
  }

  @Test
  void nobodyMakesChangesOrGivesARoleThatMayMoreThanTheyThemselves() {
    var strong = role("Strong", "shop.people:erase");
    var weak =
        world.caller(acme.tenantId(), Objects.requireNonNull(acme.actor().id()), Role.VIEWER);
    assertThatThrownBy(
            () ->
                roles.create(weak, new CustomRoles.Draft("Sly", "", List.of("shop.orders:write"))))
        .isInstanceOf(Invalid.class);
    assertThatThrownBy(
            () ->
                roles.update(
                    weak, strong.id(), new CustomRoles.Draft("Strong", "", List.of()), IfMatch.ANY))
        .isInstanceOf(Invalid.class);
    var carol = member("carol@acme.example");
    assertThatThrownBy(
            () -> world.members.giveCustomRole(weak, carol.id(), strong.id(), IfMatch.ANY))
        .isInstanceOf(Forbidden.class);
    assertThat(roles.get(acme, strong.id()).permissions()).containsExactly("shop.people:erase");
  }

  @Test
  void theLastOwnerKeepsTheirRole() {
    var role = role("Humble");
    var owner =
        world.members.list(acme, PageRequest.first(100)).rows().stream()
            .filter(member -> member.role() == Role.OWNER)
            .findFirst()
            .orElseThrow();
    assertThatThrownBy(() -> world.members.giveCustomRole(acme, owner.id(), role.id(), IfMatch.ANY))
        .isInstanceOf(Conflict.class);
  }

  @Test
  void namesAreUniqueWithinATenantAlone() {
    role("Editors");
    assertThatThrownBy(() -> role("editors"))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("There is a role editors already");
    assertThat(roles.create(globex, new CustomRoles.Draft("Editors", "", List.of())).permissions())
        .isEmpty();
  }

  @Test
  void anotherTenantsRolesAreNotThere() {
    var role = role("Ours");
    var theirs = world.members.list(globex, PageRequest.first(100)).rows().getFirst();
    assertThatThrownBy(() -> roles.get(globex, role.id())).isInstanceOf(NotFound.class);
    assertThatThrownBy(() -> roles.delete(globex, role.id())).isInstanceOf(NotFound.class);
    assertThatThrownBy(
            () -> world.members.giveCustomRole(globex, theirs.id(), role.id(), IfMatch.ANY))
        .isInstanceOf(NotFound.class);
  }
}
