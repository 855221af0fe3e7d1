package dev.freehold.accounts.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.accounts.AccountsWorld;
import dev.freehold.accounts.access.Authentication;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.error.Unauthenticated;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ReauthenticationTest {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static AccountsWorld world;
  private static Caller ada;

  @BeforeAll
  static void open() {
    world = new AccountsWorld();
    ada = world.owner("acme");
  }

  @AfterAll
  static void close() {
    world.close();
  }

  private static HttpResponse<String> get(String path, String token)
      throws IOException, InterruptedException {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(world.url() + path))
            .header("Cookie", Authentication.COOKIE + "=" + token)
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static void age(int minutes) {
    world
        .database
        .superuser()
        .sql("update accounts.session set confirmed_at = now() - make_interval(mins => :minutes)")
        .param("minutes", minutes)
        .update();
  }

  @Test
  void afterTenMinutesADangerousActAsksForThePasswordAgain() throws Exception {
    var token =
        world.sessions.signIn(AccountsWorld.email("acme"), AccountsWorld.PASSWORD, "203.0.113.1");
    assertThat(get("/console/keys/new", token).statusCode()).isEqualTo(200);
    age(9);
    assertThat(get("/console/keys/new", token).statusCode()).isEqualTo(200);
    age(11);
    var asked = get("/console/keys/new", token);
    assertThat(asked.statusCode()).isEqualTo(303);
    assertThat(asked.headers().firstValue("Location"))
        .hasValue("/console/account/confirm?next=%2Fconsole%2Fkeys%2Fnew");
    assertThat(get("/console/keys", token).statusCode()).as("the rest goes on").isEqualTo(200);

    var reauthentication = world.bean(Reauthentication.class);
    var client = Client.at("203.0.113.2");
    assertThatThrownBy(() -> reauthentication.confirm(ada, token, "not it", client))
        .isInstanceOf(Unauthenticated.class);
    assertThat(get("/console/keys/new", token).statusCode()).isEqualTo(303);
    reauthentication.confirm(ada, token, AccountsWorld.PASSWORD, client);
    assertThat(get("/console/keys/new", token).statusCode()).isEqualTo(200);
  }

  @Test
  void aFormThatWasSentTooLateLeadsThereAsWell() throws Exception {
    var token =
        world.sessions.signIn(AccountsWorld.email("acme"), AccountsWorld.PASSWORD, "203.0.113.3");
    age(11);
    var answer =
        HTTP.send(
            HttpRequest.newBuilder(URI.create(world.url() + "/console/keys"))
                .header("Cookie", Authentication.COOKIE + "=" + token)
                .header("Referer", "http://localhost/console/keys/new?x=1")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("name=Shop&scopes=shop.orders:read"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.headers().firstValue("Location"))
        .hasValue("/console/account/confirm?next=%2Fconsole%2Fkeys%2Fnew");
    assertThat(world.stored("select count(*) from accounts.api_key")).isEqualTo("[0]");
  }
}
