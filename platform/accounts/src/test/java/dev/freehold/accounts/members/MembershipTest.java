package dev.freehold.accounts.members;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.freehold.accounts.AccountsWorld;
import dev.freehold.accounts.Role;
import dev.freehold.accounts.sessions.Client;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.error.ApiException;
import dev.freehold.kernel.error.ErrorCode;
import dev.freehold.kernel.error.KernelError;
import dev.freehold.kernel.http.IfMatch;
import dev.freehold.kernel.http.PageRequest;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataIntegrityViolationException;

/** Changing what members may do, and taking it away. */
class MembershipTest {

  private static final AtomicInteger COUNTER = new AtomicInteger();

  private static AccountsWorld world;

  private Caller ada;

  @BeforeAll
  static void open() {
    world = new AccountsWorld();
  }

  @BeforeEach
  void aTenant() {
    ada = world.owner("acme" + COUNTER.incrementAndGet());
  }

  @AfterAll
  static void close() {
    world.close();
  }

  private Caller join(String name, Role role) {
    return world.member(ada, name + COUNTER.incrementAndGet(), role);
  }

  private static String sessionOf(Caller person) {
    return world.sessions.begin(
        Objects.requireNonNull(person.actor().id()), person.tenantId(), Client.at("203.0.113.5"));
  }

  private static void fails(ErrorCode code, ThrowingCallable act) {
    assertThatThrownBy(act)
        .isInstanceOfSatisfying(
            ApiException.class, failure -> assertThat(failure.code()).isEqualTo(code));
  }

  @Test
  void aNewRoleHoldsFromTheNextRequestOn() throws Exception {
    var bob = join("bob", Role.VIEWER);
    var session = sessionOf(bob);
    assertThat(Objects.requireNonNull(world.callerOfSession(session)).permissions())
        .isEqualTo(Role.VIEWER.permissions(world.permissions));
    world.members.changeRole(ada, world.memberOf(bob).id(), Role.MANAGER, IfMatch.ANY);
    assertThat(Objects.requireNonNull(world.callerOfSession(session)).permissions())
        .isEqualTo(Role.MANAGER.permissions(world.permissions));
  }

  @Test
  void aSuspendedMemberIsOutAtOnceAndComesBackWithTheSameRole() throws Exception {
    var bob = join("bob", Role.ADMIN);
    var member = world.memberOf(bob);
    var session = sessionOf(bob);
    assertThat(world.callerOfSession(session)).isNotNull();
    assertThat(world.members.suspend(ada, member.id()).status()).isEqualTo(Member.Status.SUSPENDED);
    assertThat(world.callerOfSession(session)).isNull();
    assertThat(world.sessions.memberships(bob)).isEmpty();
    fails(
        dev.freehold.accounts.AccountsError.NO_MEMBERSHIP,
        () -> world.sessions.signIn(member.email(), AccountsWorld.PASSWORD, "203.0.113.9"));
    world.members.resume(ada, member.id());
    assertThat(Objects.requireNonNull(world.callerOfSession(session)).permissions())
        .isEqualTo(Role.ADMIN.permissions(world.permissions));
  }

  @Test
  void aRemovedMemberIsOutAtOnceAndTheLogSaysWhoDidIt() throws Exception {
    var bob = join("bob", Role.MEMBER);
    var session = sessionOf(bob);
    assertThat(world.callerOfSession(session)).isNotNull();
    world.members.remove(ada, world.memberOf(bob).id());
    assertThat(world.callerOfSession(session)).isNull();
    assertThat(world.audit(ada))
        .anySatisfy(
            entry -> {
              assertThat(entry.action()).isEqualTo("accounts.member.deleted");
              assertThat(entry.actorId()).isEqualTo(ada.actor().id());
            });
  }

  @ParameterizedTest
  @CsvSource({
    "ADMIN, VIEWER, OWNER",
    "ADMIN, OWNER, VIEWER",
    "MANAGER, VIEWER, ADMIN",
    "MEMBER, VIEWER, MANAGER",
    "VIEWER, VIEWER, MEMBER",
  })
  void nobodyGivesOrTakesARoleAboveTheirOwn(Role own, Role from, Role to) {
    var actor = join("actor", own);
    var target = world.memberOf(join("target", from)).id();
    fails(
        MembersError.ROLE_ABOVE_YOURS,
        () -> world.members.changeRole(actor, target, to, IfMatch.ANY));
    assertThat(world.members.get(ada, target).role()).isEqualTo(from);
  }

  @Test
  void anAdminNeitherSuspendsNorRemovesAnOwner() {
    var admin = join("admin", Role.ADMIN);
    var owner = world.memberOf(ada).id();
    fails(MembersError.ROLE_ABOVE_YOURS, () -> world.members.suspend(admin, owner));
    fails(MembersError.ROLE_ABOVE_YOURS, () -> world.members.remove(admin, owner));
  }

  @Test
  void theLastOwnerStays() {
    var self = world.memberOf(ada).id();
    var suspended = world.memberOf(join("second", Role.OWNER)).id();
    world.members.suspend(ada, suspended);
    for (ThrowingCallable act :
        List.<ThrowingCallable>of(
            () -> world.members.changeRole(ada, self, Role.ADMIN, IfMatch.ANY),
            () -> world.members.suspend(ada, self),
            () -> world.members.remove(ada, self),
            () -> world.members.leave(ada))) {
      fails(MembersError.LAST_OWNER, act);
    }
    assertThat(world.members.get(ada, self).isActiveOwner()).isTrue();
  }

  @Test
  void noStatementTakesTheLastOwnerAwayEither() {
    for (var statement :
        List.of(
            "delete from accounts.member where tenant_id = :tenant",
            "update accounts.member set role = 'viewer' where tenant_id = :tenant",
            "update accounts.member set status = 'suspended' where tenant_id = :tenant")) {
      assertThatThrownBy(
              () ->
                  world
                      .database
                      .tenantDb()
                      .inTenant(
                          ada, sql -> sql.sql(statement).param("tenant", ada.tenantId()).update()))
          .isInstanceOf(DataIntegrityViolationException.class)
          .hasMessageContaining("keeps an active owner");
    }
  }

  @RepeatedTest(8)
  void ofTwoOwnersWhoLeaveAtTheSameMomentOneStays() throws Exception {
    var bob = join("bob", Role.OWNER);
    var outcomes =
        together(
            () -> catchThrowable(() -> world.members.leave(ada)),
            () -> catchThrowable(() -> world.members.leave(bob)));
    assertThat(outcomes.stream().filter(Objects::isNull)).hasSize(1);
    assertThat(outcomes.stream().filter(Objects::nonNull))
        .singleElement()
        .isInstanceOfSatisfying(
            ApiException.class,
            failure -> assertThat(failure.code()).isEqualTo(MembersError.LAST_OWNER));
    assertThat(activeOwners()).isOne();
  }

  @RepeatedTest(8)
  void ofTwoOwnersWhoDemoteEachOtherAtTheSameMomentOneStays() throws Exception {
    var bob = join("bob", Role.OWNER);
    var first = world.memberOf(ada).id();
    var second = world.memberOf(bob).id();
    together(
        () -> catchThrowable(() -> world.members.changeRole(ada, second, Role.VIEWER, IfMatch.ANY)),
        () -> catchThrowable(() -> world.members.suspend(bob, first)));
    assertThat(activeOwners()).isOne();
  }

  /** The same past the verbs: the database alone keeps the second from going. */
  @RepeatedTest(4)
  void ofTwoStatementsThatTakeTheOwnersAwayOneIsRefused() throws Exception {
    var bob = join("bob", Role.OWNER);
    var outcomes =
        together(
            Stream.of(ada, bob)
                .map(owner -> (Callable<Throwable>) () -> catchThrowable(() -> delete(owner)))
                .toList());
    assertThat(outcomes.stream().filter(Objects::isNull)).hasSize(1);
    assertThat(activeOwners()).isOne();
  }

  private static void delete(Caller owner) {
    world
        .database
        .tenantDb()
        .inTenant(
            owner,
            sql ->
                sql.sql("delete from accounts.member where user_id = :user")
                    .param("user", owner.actor().id())
                    .update());
  }

  private long activeOwners() {
    return world
        .database
        .superuser()
        .sql(
            """
            select count(*) from accounts.member
            where tenant_id = :tenant and role = 'owner' and status = 'active'
            """)
        .param("tenant", ada.tenantId())
        .query(Long.class)
        .single();
  }

  @SafeVarargs
  private static List<Throwable> together(Callable<Throwable>... acts) throws Exception {
    return together(List.of(acts));
  }

  private static List<Throwable> together(List<Callable<Throwable>> acts) throws Exception {
    var begin = new CyclicBarrier(acts.size());
    try (var people = Executors.newFixedThreadPool(acts.size())) {
      var tries =
          acts.stream()
              .map(
                  act ->
                      people.submit(
                          () -> {
                            begin.await();
                            return act.call();
                          }))
              .toList();
      var outcomes = new java.util.ArrayList<Throwable>();
      for (var attempt : tries) {
        outcomes.add(attempt.get());
      }
      return outcomes;
    }
  }

  @Test
  void ownershipPassesToAnotherAndItsGiverIsAnAdmin() {
    var bob = join("bob", Role.MEMBER);
    var heir = world.members.transferOwnership(ada, world.memberOf(bob).id());
    assertThat(heir.role()).isEqualTo(Role.OWNER);
    assertThat(world.memberOf(ada).role()).isEqualTo(Role.ADMIN);
  }

  @Test
  void ownershipIsHandedOverByAnOwnerInPersonToSomebodyActive() {
    var admin = join("admin", Role.ADMIN);
    var bob = world.memberOf(join("bob", Role.MEMBER)).id();
    fails(MembersError.ROLE_ABOVE_YOURS, () -> world.members.transferOwnership(admin, bob));
    var key =
        new Caller(
            ada.tenantId(),
            new dev.freehold.kernel.Actor(
                dev.freehold.kernel.Actor.Kind.KEY, UUID.randomUUID(), "key"),
            ada.permissions(),
            "req_test",
            null);
    fails(MembersError.PERSON_NEEDED, () -> world.members.transferOwnership(key, bob));
    world.members.suspend(ada, bob);
    fails(MembersError.MEMBER_SUSPENDED, () -> world.members.transferOwnership(ada, bob));
    assertThat(activeOwners()).isOne();
  }

  @Test
  void aChangeOnTopOfAnOlderVersionIsRefused() {
    var bob = world.memberOf(join("bob", Role.MEMBER));
    world.members.changeRole(ada, bob.id(), Role.ADMIN, new IfMatch(bob.version()));
    fails(
        KernelError.PRECONDITION_FAILED,
        () -> world.members.changeRole(ada, bob.id(), Role.VIEWER, new IfMatch(bob.version())));
  }

  @Test
  void aMemberOfAnotherTenantIsNotThere() {
    var stranger = world.owner("stranger" + COUNTER.incrementAndGet());
    var id = world.memberOf(ada).id();
    for (ThrowingCallable act :
        List.<ThrowingCallable>of(
            () -> world.members.get(stranger, id),
            () -> world.members.changeRole(stranger, id, Role.VIEWER, IfMatch.ANY),
            () -> world.members.suspend(stranger, id),
            () -> world.members.resume(stranger, id),
            () -> world.members.remove(stranger, id),
            () -> world.members.transferOwnership(stranger, id))) {
      fails(MembersError.MEMBER_NOT_FOUND, act);
    }
    assertThat(world.members.list(ada, PageRequest.first(10)).rows()).hasSize(1);
  }
}
