package dev.freehold.accounts.members;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.accounts.AccountsWorld;
import dev.freehold.accounts.Role;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.http.PageRequest;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MembersTest {

  private AccountsWorld world;
  private Caller acme;

  @BeforeEach
  void open() {
    world = new AccountsWorld();
    acme = world.owner("acme");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void membersOfOtherTenantsAreNotListed() {
    var globex = world.owner("globex");
    assertThat(world.members.list(globex, PageRequest.first(10)).rows())
        .extracting(Member::email)
        .containsExactly("ada@globex.example");
  }

  @Test
  void membersComeInPagesNewestFirst() {
    for (var name : List.of("bob", "cy", "di")) {
      world.signUps.ensureMember(
          acme.tenantId(), name + "@acme.example", name, AccountsWorld.PASSWORD, Role.MEMBER);
    }
    var first = world.members.list(acme, PageRequest.first(3));
    assertThat(first.rows().stream().map(Member::name).collect(Collectors.toList()))
        .containsExactly("di", "cy", "bob");
    assertThat(first.nextCursor()).isNotNull();
  }

  @Test
  void aTenantSeesNoMoreOfAnAccountThanItsNameAndAddress() {
    for (var column : List.of("password_hash", "operator", "*")) {
      assertThatThrownBy(
              () ->
                  world
                      .database
                      .tenantDb()
                      .inTenant(
                          acme,
                          sql ->
                              sql.sql("select " + column + " from accounts.user_account")
                                  .query()
                                  .listOfRows()))
          .rootCause()
          .hasMessageContaining("permission denied");
    }
  }
}
