package dev.freehold.accounts.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.accounts.AccountsWorld;
import dev.freehold.kernel.Caller;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LimitsConsoleTest {

  private final HttpClient client = HttpClient.newHttpClient();
  private AccountsWorld world;
  private Caller acme;
  private String operator;

  @BeforeEach
  void open() {
    world = new AccountsWorld();
    acme = world.owner("acme");
    world.signUps.createOperator(AccountsWorld.signUp("house"));
    operator = session("house");
  }

  @AfterEach
  void close() {
    world.close();
  }

  private String session(String slug) {
    return world.sessions.signIn(AccountsWorld.email(slug), AccountsWorld.PASSWORD, "address");
  }

  private HttpResponse<String> visit(String path, String session, @Nullable String form)
      throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(world.url() + path))
            .header("Cookie", "fh_session=" + session)
            .header("Content-Type", "application/x-www-form-urlencoded");
    if (form != null) {
      request.POST(HttpRequest.BodyPublishers.ofString(form));
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void aTenantSeesWhatApplies() throws Exception {
    var key = world.keys.create(acme, "Web shop", List.of("*"), null);
    world.bean(KeyLimits.class).set(acme, key.id(), new Quota(null, null, 4_321L, null));
    var page = visit("/console/limits", session("acme"), null);
    assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
    assertThat(page.body()).contains("standard", "Per second", "30,000,000", "Web shop", "4,321");
  }

  @Test
  void theOperatorGivesATenantAPlanWithAReason() throws Exception {
    var list = visit("/console/operator/limits", operator, null);
    assertThat(list.statusCode()).as(list.body()).isEqualTo(200);
    var path = "/console/operator/limits/change?tenant=" + acme.tenantId();
    assertThat(list.body()).contains("The acme", path.replace("&", "&amp;"));
    assertThat(visit(path, operator, null).body()).contains("Limits of The acme", "unmetered");
    var refused = visit(path, operator, "plan=free&per_day=none&reason=trial");
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("must be a whole number", "trial");
    var done = visit(path, operator, "plan=free&per_day=1,000&reason=on+trial");
    assertThat(done.statusCode()).as(done.body()).isBetween(302, 303);
    assertThat(world.bean(LimitTable.class).of(acme).tenant())
        .isEqualTo(new Quota(10L, 300L, 5_000L, 1_000L));
    assertThat(visit("/console/operator/limits", operator, null).body())
        .contains("on trial", "1,000");
    assertThat(world.audit(acme).getFirst().action()).isEqualTo("accounts.tenant_limit.created");
  }

  @Test
  void aTenantCannotGiveItselfAPlan() throws Exception {
    var path = "/console/operator/limits/change?tenant=" + acme.tenantId();
    assertThat(visit(path, session("acme"), "plan=unmetered&reason=x").statusCode()).isEqualTo(403);
    assertThat(visit("/console/operator/limits", session("acme"), null).statusCode())
        .isEqualTo(403);
    assertThat(world.bean(LimitTable.class).of(acme).plan()).isEqualTo("standard");
  }
}
