package dev.freehold.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freehold.kernel.Actor;
import dev.freehold.kernel.db.PlatformDb;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The links in memory, of this node and of another one. */
class LinkTableTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static final AttributionServer SERVER = AttributionServer.running();

  private final AttributionServer.Tenant tenant = SERVER.newTenant();
  private final Links links = SERVER.bean(Links.class);

  @Test
  void changesArriveOnOtherNodes() {
    var other = new LinkTable(SERVER.database().platformDb());
    other.start();
    try {
      var link = newLink();
      await().atMost(LIMIT).until(() -> other.find(link.code()) != null);
      links.archive(tenant.caller(), link.id());
      await().atMost(LIMIT).until(() -> other.find(link.code()) == null);
      links.restore(tenant.caller(), link.id());
      await().atMost(LIMIT).until(() -> other.find(link.code()) != null);
    } finally {
      other.stop();
    }
  }

  @Test
  void aNodeThatStartsKnowsAllLinksAndNoArchivedOnes() {
    var used = newLink();
    var archived = newLink();
    links.archive(tenant.caller(), archived.id());
    var started = new LinkTable(SERVER.database().platformDb());
    started.start();
    started.stop();
    assertThat(started.find(used.code())).isNotNull();
    assertThat(started.find(archived.code())).isNull();
  }

  @Test
  void linksStayWhilePostgresIsAwayAndChangesArriveOnceItIsBack() {
    var other = new LinkTable(SERVER.database().platformDb());
    other.start();
    try {
      var link = newLink();
      await().atMost(LIMIT).until(() -> other.find(link.code()) != null);
      shutOut("nologin");
      var meanwhile = newLink();
      await()
          .during(LinkTable.REFRESH.multipliedBy(2))
          .atMost(LIMIT)
          .until(() -> other.find(link.code()) != null && other.find(meanwhile.code()) == null);
      shutOut("login");
      await().atMost(LIMIT).until(() -> other.find(meanwhile.code()) != null);
    } finally {
      shutOut("login");
      other.stop();
      awaitPlatform();
    }
  }

  /** The pool may hold connections that were cut a moment ago. */
  private static void awaitPlatform() {
    await()
        .atMost(LIMIT)
        .during(Duration.ofSeconds(1))
        .ignoreExceptions()
        .until(
            () ->
                SERVER
                    .bean(PlatformDb.class)
                    .acrossTenants(
                        new Actor(Actor.Kind.SYSTEM, null, "test"),
                        "test",
                        sql -> sql.sql("select true").query(Boolean.class).single()));
  }

  /** For the login that reads across tenants the database is away, or there again. */
  private static void shutOut(String login) {
    var superuser = SERVER.database().superuser();
    var role = SERVER.database().settings().platform().user();
    superuser.sql("alter role " + role + " " + login).update();
    superuser
        .sql("select pg_terminate_backend(pid) from pg_stat_activity where usename = :role")
        .param("role", role)
        .query()
        .listOfRows();
  }

  @Test
  void theLinksOfAClosedTenantVanish() {
    var link = newLink();
    assertThat(SERVER.bean(LinkTable.class).find(link.code())).isNotNull();
    assertThat(SERVER.http(tenant).delete("/v1/tenant").status()).isEqualTo(204);
    await().atMost(LIMIT).until(() -> SERVER.bean(LinkTable.class).find(link.code()) == null);
  }

  private Link newLink() {
    return links.create(
        tenant.caller(),
        LinksTest.draft(SERVER.newApp(tenant).id(), "https://shop.example/", "autumn"));
  }
}
