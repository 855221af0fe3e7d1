package dev.freehold.accounts.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.accounts.AccountsWorld;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ExpensiveTest {

  private static final int SHARE = 8;

  private final HttpClient client = HttpClient.newHttpClient();

  private CompletableFuture<HttpResponse<String>> ask(
      AccountsWorld world, String key, boolean wait) {
    var request =
        HttpRequest.newBuilder(URI.create(world.url() + "/v1/slow?wait=" + wait))
            .header("Authorization", "Bearer " + key)
            .build();
    return client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void aTenantsFloodOfReportsIsRefusedAndKeepsNobodyElseOut() throws Exception {
    try (var world = new AccountsWorld()) {
      var acme = world.keys.create(world.owner("acme"), "a", List.of("*"), null).key();
      var globex = world.keys.create(world.owner("globex"), "g", List.of("*"), null).key();
      var slow = world.bean(SlowApi.class);
      var flood = new ArrayList<CompletableFuture<HttpResponse<String>>>();
      for (int i = 0; i < SHARE; i++) {
        flood.add(ask(world, acme, true));
      }
      slow.running.acquire(SHARE);
      for (int i = 0; i < 20; i++) {
        var refused = ask(world, acme, true).join();
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body()).contains("\"code\":\"too_many_at_once\"");
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(ask(world, globex, false).join().statusCode()).isEqualTo(200);
      }
      slow.letGo.countDown();
      for (var answer : flood) {
        assertThat(answer.join().statusCode()).isEqualTo(200);
      }
      assertThat(ask(world, acme, false).join().statusCode()).isEqualTo(200);
    }
  }
}
