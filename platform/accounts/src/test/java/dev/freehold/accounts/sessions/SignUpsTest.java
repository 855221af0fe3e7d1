package dev.freehold.accounts.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.freehold.accounts.AccountsError;
import dev.freehold.accounts.AccountsWorld;
import dev.freehold.accounts.Role;
import dev.freehold.accounts.members.Member;
import dev.freehold.kernel.error.ApiException;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.http.PageRequest;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignUpsTest {

  private static AccountsWorld world;

  @BeforeAll
  static void open() {
    world = new AccountsWorld();
  }

  @AfterAll
  static void close() {
    world.close();
  }

  @Test
  void aSignUpMakesAnAccountATenantAndItsOwner() {
    var caller = world.owner("acme");
    assertThat(world.tenants.get(caller).slug()).isEqualTo("acme");
    assertThat(world.members.list(caller, PageRequest.first(10)).rows())
        .singleElement()
        .satisfies(
            member -> {
              assertThat(member.email()).isEqualTo("ada@acme.example");
              assertThat(member.role()).isEqualTo(Role.OWNER);
            });
  }

  @Test
  void thePasswordIsKeptAsAHashThatNoLogOrAuditShows() {
    var caller = world.owner("discreet");
    assertThat(world.stored("select u::text from accounts.user_account u"))
        .contains("$argon2id$")
        .doesNotContain(AccountsWorld.PASSWORD);
    assertThat(world.stored("select a::text from kernel.audit_log a"))
        .contains("accounts.user_account.created")
        .doesNotContain("$argon2id$", AccountsWorld.PASSWORD);
    assertThat(AccountsWorld.signUp("discreet").toString())
        .doesNotContain(AccountsWorld.PASSWORD, "@");
    assertThat(world.audit(caller)).isNotEmpty();
  }

  @Test
  void anAddressOrASlugThatIsTakenIsAConflictAndLeavesNothing() {
    world.owner("taken");
    var same = AccountsWorld.signUp("taken");
    assertThatThrownBy(
            () ->
                world.signUps.create(
                    new SignUps.SignUp(
                        "ADA@taken.example", "Eve", AccountsWorld.PASSWORD, "Other", "other")))
        .extracting(failure -> ((ApiException) failure).code())
        .isEqualTo(AccountsError.EMAIL_TAKEN);
    assertThatThrownBy(
            () ->
                world.signUps.create(
                    new SignUps.SignUp(
                        "eve@other.example",
                        "Eve",
                        AccountsWorld.PASSWORD,
                        "Other",
                        same.tenantSlug())))
        .extracting(failure -> ((ApiException) failure).code())
        .isEqualTo(AccountsError.SLUG_TAKEN);
    assertThat(world.stored("select email from accounts.user_account")).doesNotContain("eve@");
    assertThat(world.stored("select slug from accounts.tenant")).doesNotContain("other");
  }

  @Test
  void ofTwoAtOnceOneGetsTheSlug() throws Exception {
    var together = new CyclicBarrier(2);
    try (var people = Executors.newFixedThreadPool(2)) {
      var tries =
          IntStream.range(0, 2)
              .mapToObj(
                  person ->
                      people.submit(
                          () -> {
                            together.await();
                            return succeeds("person" + person + "@race.example");
                          }))
              .toList();
      assertThat(tries.get(0).get()).isNotEqualTo(tries.get(1).get());
    }
  }

  private static boolean succeeds(String email) {
    try {
      world.signUps.create(
          new SignUps.SignUp(email, "Ada", AccountsWorld.PASSWORD, "Race", "race"));
      return true;
    } catch (ApiException e) {
      assertThat(e.code()).isEqualTo(AccountsError.SLUG_TAKEN);
      return false;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'no-at-sign', Ada, Acme, acme-a, email",
    "'two words@a.example', Ada, Acme, acme-a, email",
    "'a@b.example', ' ', Acme, acme-a, name",
    "'a@b.example', Ada, '', acme-a, tenant_name",
    "'a@b.example', Ada, Acme, Acme, tenant_slug",
    "'a@b.example', Ada, Acme, ac, tenant_slug",
    "'a@b.example', Ada, Acme, -acme, tenant_slug",
    "'a@b.example', Ada, Acme, acme-, tenant_slug",
  })
  void whatIsNotValidIsNamedByField(
      String email, String name, String tenant, String slug, String field) {
    assertThatThrownBy(
            () ->
                world.signUps.create(
                    new SignUps.SignUp(email, name, AccountsWorld.PASSWORD, tenant, slug)))
        .isInstanceOfSatisfying(
            Invalid.class,
            invalid ->
                assertThat(invalid.fields())
                    .extracting(Invalid.Field::field)
                    .containsExactly(field));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 11, 257})
  void aPasswordIsNeitherShortNorEndless(int length) {
    assertThatThrownBy(
            () ->
                world.signUps.create(
                    new SignUps.SignUp("a@b.example", "Ada", "x".repeat(length), "Acme", "acme-b")))
        .isInstanceOf(Invalid.class);
  }

  @Test
  void ensuringASignUpTwiceGivesTheSameTenant() {
    var first = world.signUps.ensure(AccountsWorld.signUp("again"));
    assertThat(world.signUps.ensure(AccountsWorld.signUp("again"))).isEqualTo(first);
    assertThatThrownBy(
            () ->
                world.signUps.ensure(
                    new SignUps.SignUp(
                        "eve@again.example", "Eve", AccountsWorld.PASSWORD, "Again", "again")))
        .as("somebody else's tenant")
        .isInstanceOf(ApiException.class);
  }

  @Test
  void somebodyWithAnAccountJoinsAnotherTenantWithIt() {
    var home = world.owner("home");
    var away = world.owner("away");
    world.signUps.ensureMember(
        away.tenantId(), AccountsWorld.email("home"), "Ada", AccountsWorld.PASSWORD, Role.MEMBER);
    assertThat(world.sessions.memberships(home))
        .extracting(Sessions.Membership::slug, Sessions.Membership::role)
        .containsExactly(tuple("away", Role.MEMBER), tuple("home", Role.OWNER));
  }

  @Test
  void ensuringAMemberTwiceMakesOne() {
    var owner = world.owner("crowd");
    for (int i = 0; i < 2; i++) {
      world.signUps.ensureMember(
          owner.tenantId(), "bob@crowd.example", "Bob", AccountsWorld.PASSWORD, Role.VIEWER);
    }
    assertThat(world.members.list(owner, PageRequest.first(10)).rows())
        .extracting(Member::role)
        .containsExactly(Role.VIEWER, Role.OWNER);
  }
}
