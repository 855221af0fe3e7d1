package dev.freehold.kernel.net;

import java.io.IOException;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import okhttp3.ConnectionPool;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * HTTP to addresses that a tenant typed in: over TLS, to the public network alone, without
 * following redirects, and bounded in time and size.
 */
public final class Outbound {

  static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);
  static final int MAX_BYTES = 1 << 20;

  private static final int MAX_ADDRESS = 2000;

  /**
   * What a server answered.
   *
   * @param contentType empty if it did not say
   */
  public record Answer(int status, String contentType, byte[] body) {}

  private final OutboundSettings settings;
  private final OkHttpClient guarded;
  private final OkHttpClient allowed;

  public Outbound(OutboundSettings settings) {
    this.settings = settings;
    // A proxy would resolve the name itself, out of reach of the check.
    this.allowed =
        new OkHttpClient.Builder()
            .proxy(Proxy.NO_PROXY)
            .connectTimeout(CONNECT_TIMEOUT)
            .callTimeout(CALL_TIMEOUT)
            .followRedirects(false)
            .followSslRedirects(false)
            .connectionPool(new ConnectionPool())
            .build();
    this.guarded =
        allowed
            .newBuilder()
            .socketFactory(new GuardedSockets())
            .connectionPool(new ConnectionPool())
            .build();
  }

  /**
   * Refuses an address that could never be called, so that a form can say so at once. What its name
   * stands for is checked when it is called.
   */
  public void check(URI address) {
    var host = address.getHost();
    if (host == null || address.toString().length() > MAX_ADDRESS) {
      throw new OutboundFailed("must be an address such as https://login.acme.example");
    }
    if (address.getRawUserInfo() != null) {
      throw new OutboundFailed("must not hold a user or password");
    }
    var scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !(scheme.equals("http") && isAllowed(address))) {
      throw new OutboundFailed("must begin with https://");
    }
  }

  public Answer get(URI address) {
    return send("GET", address, Map.of(), null, null);
  }

  /**
   * @param contentType of the body, null if there is none
   */
  public Answer send(
      String method,
      URI address,
      Map<String, String> headers,
      byte @Nullable [] body,
      @Nullable String contentType) {
    check(address);
    var request = new Request.Builder().url(address.toString());
    headers.forEach(request::header);
    request.method(
        method,
        body == null
            ? null
            : RequestBody.create(body, contentType == null ? null : MediaType.get(contentType)));
    var client = isAllowed(address) ? allowed : guarded;
    try (var response = client.newCall(request.build()).execute()) {
      return read(address, response);
    } catch (GuardedSockets.NotPublic e) {
      throw new OutboundFailed(address.getHost() + " is not on the public network", e);
    } catch (IOException e) {
      throw new OutboundFailed(
          address.getHost() + " did not answer: " + e.getClass().getSimpleName(), e);
    }
  }

  private static Answer read(URI address, Response response) throws IOException {
    var source = response.body().source();
    source.request(MAX_BYTES + 1L);
    if (source.getBuffer().size() > MAX_BYTES) {
      throw new OutboundFailed(
          address.getHost() + " answered with more than " + MAX_BYTES + " bytes");
    }
    var type = response.header("Content-Type");
    return new Answer(response.code(), type == null ? "" : type, source.readByteArray());
  }

  private boolean isAllowed(URI address) {
    var port =
        address.getPort() >= 0
            ? address.getPort()
            : "http".equalsIgnoreCase(address.getScheme()) ? 80 : 443;
    return settings
        .allowed()
        .contains(String.valueOf(address.getHost()).toLowerCase(Locale.ROOT) + ":" + port);
  }
}
