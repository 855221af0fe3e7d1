package dev.freehold.server;

import dev.freehold.accounts.Role;
import dev.freehold.accounts.keys.ApiKeys;
import dev.freehold.accounts.keys.KeyDraft;
import dev.freehold.accounts.keys.KeyMode;
import dev.freehold.accounts.members.Members;
import dev.freehold.accounts.projects.ProjectDraft;
import dev.freehold.accounts.projects.Projects;
import dev.freehold.accounts.sessions.Sessions;
import dev.freehold.accounts.sessions.SignUps;
import dev.freehold.kernel.Actor;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Permissions;
import dev.freehold.kernel.http.PageRequest;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A tenant of the test server with its owner and a key that may do everything.
 *
 * @param name begins every name, text and id that the tenant makes, so that a leak can be seen
 */
record Organisation(String name, UUID tenantId, UUID ownerId, UUID keyId, String key) {

  static final String PASSWORD = "a password of the tests";

  private static final AtomicInteger COUNTER = new AtomicInteger();

  static Organisation signUp(String prefix) {
    var server = TestServer.running();
    var name = prefix + COUNTER.incrementAndGet() + "x";
    var made =
        server
            .bean(SignUps.class)
            .create(new SignUps.SignUp(email(name, Role.OWNER), name, PASSWORD, name, name));
    var key =
        server
            .bean(ApiKeys.class)
            .create(caller(made.tenantId(), made.userId(), name), name, List.of("*"), null);
    return new Organisation(name, made.tenantId(), made.userId(), key.id(), key.key());
  }

  /** The owner, as the console would make them out. */
  Caller owner() {
    return caller(tenantId, ownerId, name);
  }

  /** Whoever runs the installation. */
  static Caller operator() {
    return new Caller(
        new UUID(0, 0),
        new Actor(Actor.Kind.SYSTEM, null, "operator"),
        Role.permissionsOfOperator(TestServer.running().bean(Permissions.class)),
        "req_operator",
        null);
  }

  private static Caller caller(UUID tenantId, UUID ownerId, String name) {
    return new Caller(
        tenantId,
        new Actor(Actor.Kind.USER, ownerId, name),
        Role.OWNER.permissions(TestServer.running().bean(Permissions.class)),
        "req_test",
        null);
  }

  /** A key that holds these permissions and no others. */
  String keyWith(String... scopes) {
    return TestServer.running()
        .bean(ApiKeys.class)
        .create(owner(), name, List.of(scopes), null)
        .key();
  }

  /** A key with every permission that is bound to a project in which there is nothing. */
  String otherProjectKey() {
    var other =
        TestServer.running().bean(Projects.class).create(owner(), ProjectDraft.named("Other"));
    var draft = KeyDraft.live(name, List.of("*"), null).inProject(other.id());
    return TestServer.running().bean(ApiKeys.class).create(owner(), draft).key();
  }

  /** A key to the sandbox alone, with every permission. */
  String testKey() {
    return TestServer.running()
        .bean(ApiKeys.class)
        .create(owner(), new KeyDraft(name, KeyMode.TEST, List.of("*"), null, List.of()))
        .key();
  }

  /** The membership of somebody in this role, who is made if there is none. */
  String memberId(Role role) {
    TestServer.running()
        .bean(SignUps.class)
        .ensureMember(tenantId, email(name, role), name, PASSWORD, role);
    return TestServer.running()
        .bean(Members.class)
        .list(owner(), PageRequest.first(PageRequest.MAX_LIMIT))
        .rows()
        .stream()
        .filter(member -> member.role() == role)
        .findFirst()
        .orElseThrow()
        .id()
        .toString();
  }

  /** The token of a new session of a member in this role, who is made if there is none. */
  String sessionOf(Role role) {
    if (role != Role.OWNER) {
      TestServer.running()
          .bean(SignUps.class)
          .ensureMember(tenantId, email(name, role), name, PASSWORD, role);
    }
    return TestServer.running()
        .bean(Sessions.class)
        .signIn(email(name, role), PASSWORD, "address of " + name);
  }

  private static String email(String name, Role role) {
    return role.name().toLowerCase(java.util.Locale.ROOT) + "@" + name + ".example";
  }
}
