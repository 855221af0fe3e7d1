package dev.freehold.kernel.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundTest {

  private final AtomicInteger asked = new AtomicInteger();
  private HttpServer server;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> answer(exchange, 200, new byte[10]));
    server.createContext(
        "/big", exchange -> answer(exchange, 200, new byte[Outbound.MAX_BYTES + 1]));
    server.createContext(
        "/away",
        exchange -> {
          exchange.getResponseHeaders().add("Location", "/elsewhere");
          answer(exchange, 302, new byte[1]);
        });
    server.start();
  }

  private void answer(com.sun.net.httpserver.HttpExchange exchange, int status, byte[] body)
      throws IOException {
    asked.incrementAndGet();
    exchange.sendResponseHeaders(status, body.length);
    try (exchange) {
      exchange.getResponseBody().write(body);
    }
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private URI local(String path) {
    return URI.create("http://localhost:" + server.getAddress().getPort() + path);
  }

  private Outbound allowing() {
    return new Outbound(
        new OutboundSettings(Set.of("localhost:" + server.getAddress().getPort()), ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "100.100.100.200",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "198.18.0.1",
        "168.63.129.16",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001:0:7f00:1::",
        "2001:db8::1",
        "::127.0.0.1",
        "fec0::1"
      })
  void whatIsNotOnThePublicNetworkIsNotConnectedTo(String address) throws Exception {
    assertThat(PublicAddress.is(InetAddress.getByName(address))).isFalse();
    var host = address.indexOf(':') < 0 ? address : "[" + address + "]";
    assertThatThrownBy(
            () ->
                new Outbound(new OutboundSettings(Set.of(), ""))
                    .get(URI.create("https://" + host + "/")))
        .isInstanceOf(OutboundFailed.class)
        .hasMessageContaining("is not on the public network");
  }

  @ParameterizedTest
  @ValueSource(strings = {"8.8.8.8", "100.63.0.1", "172.32.0.1", "2606:4700::1", "2a00:1450::1"})
  void publicAddressesAreLetThrough(String address) throws Exception {
    assertThat(PublicAddress.is(InetAddress.getByName(address))).isTrue();
  }

  /** However the name came by its address: that is what is connected to, and what is checked. */
  @Test
  void aNameOfThisMachineIsRefusedUnlessTheOperatorAllowsIt() {
    var guarded = new Outbound(new OutboundSettings(Set.of(), ""));
    var https = URI.create("https://localhost:" + server.getAddress().getPort() + "/");
    assertThatThrownBy(() -> guarded.get(https)).hasMessageContaining("public network");
    assertThatThrownBy(() -> guarded.get(local("/"))).hasMessageContaining("https://");
    assertThat(asked).hasValue(0);
    assertThat(allowing().get(local("/")).body()).hasSize(10);
  }

  @Test
  void anAllowedHostIsAllowedOnItsPortAlone() {
    var other = new Outbound(new OutboundSettings(Set.of("localhost:1"), ""));
    assertThatThrownBy(() -> other.get(local("/"))).isInstanceOf(OutboundFailed.class);
    assertThat(asked).hasValue(0);
  }

  @Test
  void aRedirectIsAnAnswerAndNotFollowed() {
    assertThat(allowing().get(local("/away")).status()).isEqualTo(302);
    assertThat(asked).hasValue(1);
  }

  @Test
  void anAnswerThatIsTooLongIsRefused() {
    assertThatThrownBy(() -> allowing().get(local("/big"))).hasMessageContaining("more than");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///etc/passwd",
        "ftp://a.example/",
        "https:///nothing",
        "mailto:a@b.example",
        "https://user:secret@a.example/",
        "http://a.example/"
      })
  void onlyAddressesOfTheWebOverTlsAreTaken(String address) {
    assertThatThrownBy(() -> allowing().get(URI.create(address)))
        .isInstanceOf(OutboundFailed.class);
  }
}
