package dev.freehold.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** A tenant's colour and logo on every page, and a domain that is claimed. */
class BrandingConsoleTest {

  private static byte[] logo() throws IOException {
    var picture = new BufferedImage(96, 96, BufferedImage.TYPE_INT_RGB);
    var graphics = picture.createGraphics();
    graphics.setColor(new Color(0xe6, 0x9f, 0x00));
    graphics.fillRect(0, 0, 96, 96);
    graphics.setColor(Color.WHITE);
    graphics.fillOval(24, 24, 48, 48);
    graphics.dispose();
    var bytes = new ByteArrayOutputStream();
    ImageIO.write(picture, "png", bytes);
    return bytes.toByteArray();
  }

  @Test
  void theColourAndTheLogoAreOnEveryPage() throws IOException {
    try (var owner = Person.owner()) {
      var page = owner.open("/console/branding");
      page.locator("#colour").fill("yellow");
      owner.button("Save").click();
      assertThat(page.getByRole(AriaRole.ALERT)).containsText("#rrggbb");
      // So bright that no text in it could be read.
      page.locator("#colour").fill("#ffee00");
      owner.button("Save").click();
      assertThat(page.locator("link[href*='ffee00']")).hasCount(1);

      var fake = "<svg onload='alert(1)'/>".getBytes(StandardCharsets.UTF_8);
      page.getByLabel("Image").setInputFiles(new FilePayload("logo.png", "image/png", fake));
      owner.button("Use this logo").click();
      assertThat(page.getByRole(AriaRole.ALERT)).containsText("PNG, JPEG or WebP");
      page.getByLabel("Image").setInputFiles(new FilePayload("logo.png", "image/png", logo()));
      owner.button("Use this logo").click();
      assertThat(page.locator(".side img.mark")).isVisible();
      assertThat(page.evaluate("document.querySelector('.side img.mark').naturalWidth"))
          .isEqualTo(96);
      for (var light : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
        owner.look(Person.WIDE, light);
        owner.photograph("branding-set-" + light.name().toLowerCase(java.util.Locale.ROOT));
        var found =
            new AxeBuilder(page)
                .withTags(List.of("wcag2a", "wcag2aa"))
                .setLegacyMode(true)
                .analyze();
        assertThat(found.getViolations()).isEmpty();
      }
      owner.look(Person.NARROW, ColorScheme.LIGHT);
      owner.photograph("branding-set-narrow");
      owner.look(Person.WIDE, ColorScheme.LIGHT);
      owner.open("/console/members");
      assertThat(page.locator(".side img.mark")).isVisible();

      owner.open("/console/branding");
      owner.button("Remove the logo").click();
      assertThat(page.locator(".side img.mark")).hasCount(0);
      page.locator("#colour").fill("");
      owner.button("Save").click();
      assertThat(page.locator("link[href*='/assets/accent/']")).hasCount(0);
    }
  }

  @Test
  void aDomainIsClaimedAndNotProvenWithoutItsRecord() {
    try (var owner = Person.owner()) {
      var host = "console-" + UUID.randomUUID().toString().substring(0, 8) + ".acme.example";
      var page = owner.open("/console/domains");
      owner.type("Host", "192.0.2.7");
      owner.button("Claim host").click();
      assertThat(page.getByRole(AriaRole.ALERT)).containsText("name of a host");
      owner.type("Host", host);
      owner.button("Claim host").click();
      assertThat(page.locator("dl")).containsText("_freehold-challenge." + host);
      owner.photograph("domain");
      owner.button("Look for the record").click();
      assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
      assertThat(page.locator("dl")).containsText("Not proven");
      owner.link("Give up").click();
      page.getByLabel("To go on, type").fill(host);
      owner.button("Give this host up").click();
      assertThat(page.locator("main")).not().containsText("_freehold");
    }
  }
}
