package dev.freehold.accounts.branding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.accounts.AccountsWorld;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.error.Conflict;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.http.IfMatch;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings, colour and logo of a tenant. */
class BrandingTest {

  /** One pixel. */
  private static final byte[] WEBP =
      Base64.getDecoder().decode("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA");

  private static int number;
  private static AccountsWorld world;
  private static Branding branding;

  private Caller acme;

  @BeforeAll
  static void open() {
    world = new AccountsWorld();
    branding = world.bean(Branding.class);
  }

  @AfterAll
  static void close() {
    world.close();
  }

  @BeforeEach
  void aTenant() {
    acme = world.owner("branding" + ++number);
  }

  private static byte[] image(String format, int width, int height) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    assertThat(ImageIO.write(picture, format, bytes)).isTrue();
    return bytes.toByteArray();
  }

  private TenantSettings change(
      @Nullable String zone,
      @Nullable String locale,
      @Nullable String support,
      @Nullable String colour) {
    return branding.update(
        acme, new TenantSettingsChange(zone, locale, support, colour), IfMatch.ANY);
  }

  @Test
  void settingsHaveDefaultsAndKeepWhatAChangeDoesNotName() {
    assertThat(branding.get(acme)).isEqualTo(new TenantSettings("UTC", "en", null, null, null, 0));
    var first = change("Europe/Berlin", "de-de", "help@acme.example", "#1A56C4");
    assertThat(first.locale()).isEqualTo("de-DE");
    assertThat(first.colour()).isEqualTo("#1a56c4");
    var second = change(null, null, "", null);
    assertThat(second)
        .isEqualTo(
            new TenantSettings("Europe/Berlin", "de-DE", null, "#1a56c4", null, second.version()));
    assertThatThrownBy(
            () ->
                branding.update(
                    acme,
                    new TenantSettingsChange(null, "fr", null, null),
                    new IfMatch(first.version())))
        .isInstanceOf(Conflict.class);
    var other = world.owner("elsewhere" + number);
    assertThat(branding.get(other).colour()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "time_zone, Mars/Olympus",
    "time_zone, +01:00",
    "locale, not a tag",
    "locale, ''",
    "support_address, nobody",
    "support_address, 'a@b.example, c@d.example'",
    "colour, red",
    "colour, #12345",
    "colour, '#12345;'"
  })
  void settingsThatMeanNothingAreRefused(String field, String value) {
    assertThatThrownBy(
            () ->
                change(
                    field.equals("time_zone") ? value : null,
                    field.equals("locale") ? value : null,
                    field.equals("support_address") ? value : null,
                    field.equals("colour") ? value : null))
        .isInstanceOfSatisfying(
            Invalid.class, e -> assertThat(e.fields().getFirst().field()).isEqualTo(field));
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg", "webp"})
  void aLogoIsKeptAsItIs(String format) throws IOException {
    var content = format.equals("webp") ? WEBP : image(format, 64, 16);
    var logo = branding.setLogo(acme, content);
    assertThat(logo.mediaType()).isEqualTo("image/" + format);
    assertThat(logo.width()).isEqualTo(format.equals("webp") ? 1 : 64);
    assertThat(branding.get(acme).logo()).isEqualTo(logo);
    assertThat(branding.logo(acme).content()).isEqualTo(content);
    assertThat(branding.findLogo(world.owner("stranger" + number))).isEmpty();
    branding.removeLogo(acme);
    branding.removeLogo(acme);
    assertThat(branding.findLogo(acme)).isEmpty();
  }

  @Test
  void whatIsNoImageIsRefused() throws IOException {
    var png = image("png", 64, 64);
    var lies = png.clone();
    lies[19] = 0; // the width, which the checksum of the header covers
    var bad = new LinkedHashMap<String, byte[]>();
    bad.put("nothing", new byte[0]);
    bad.put("svg", "<svg xmlns='http://www.w3.org/2000/svg'/>".getBytes(StandardCharsets.UTF_8));
    bad.put("html", "<script>alert(1)</script>".getBytes(StandardCharsets.UTF_8));
    bad.put("gif", image("gif", 8, 8));
    bad.put("bmp", image("bmp", 8, 8));
    bad.put("half a png", Arrays.copyOf(png, png.length / 2));
    bad.put("a png in name", Arrays.copyOf(png, 8));
    bad.put("no width", lies);
    bad.put("half a jpeg", Arrays.copyOf(image("jpeg", 64, 64), 200));
    bad.put("half a webp", Arrays.copyOf(WEBP, 24));
    bad.put("too wide", image("png", 2049, 1));
    bad.put("too high", image("png", 1, 2049));
    bad.put("too many bytes", Arrays.copyOf(png, LogoImage.MAX_BYTES + 1));
    bad.forEach(
        (what, content) ->
            assertThatThrownBy(() -> branding.setLogo(acme, content))
                .as(what)
                .isInstanceOfSatisfying(
                    Invalid.class,
                    e -> assertThat(e.fields().getFirst().field()).isEqualTo("image")));
    assertThat(branding.findLogo(acme)).isEmpty();
  }

  @Test
  void theAuditLogSaysThatThereIsAnotherLogoAndNotWhatItLooksLike() throws IOException {
    var content = image("png", 32, 32);
    branding.setLogo(acme, content);
    var entry = world.audit(acme).getFirst();
    assertThat(entry.action()).isEqualTo("accounts.tenant_logo.created");
    assertThat(entry.toString()).contains("[redacted]").doesNotContain("89504e47");
  }

  @Test
  void aLogoIsServedAsAnImageAndNothingElse() throws Exception {
    var content = image("png", 32, 32);
    var key = world.keys.create(acme, "Key", List.of("*"), null).key();
    var body = "{\"image\": \"" + Base64.getEncoder().encodeToString(content) + "\"}";
    assertThat(send("PUT", key, body, Map.of()).statusCode()).isEqualTo(200);
    var answer = send("GET", key, null, Map.of());
    assertThat(answer.body()).isEqualTo(content);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("image/png");
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    var tag = answer.headers().firstValue("ETag").orElseThrow();
    assertThat(send("GET", key, null, Map.of("If-None-Match", tag)).statusCode()).isEqualTo(304);
    var broken = send("PUT", key, "{\"image\": \"AAAA\"}", Map.of());
    assertThat(broken.statusCode()).isEqualTo(422);
    assertThat(send("PUT", key, "{\"image\": \"%%%\"}", Map.of()).statusCode()).isBetween(400, 422);
  }

  private static HttpResponse<byte[]> send(
      String method, String key, @Nullable String body, Map<String, String> headers)
      throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(world.url() + "/v1/tenant/logo"))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body))
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json");
    headers.forEach(request::header);
    return HttpClient.newHttpClient()
        .send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }
}
