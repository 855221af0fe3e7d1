package dev.freehold.analytics.sites;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freehold.kernel.access.Public;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The script that the pages of a site load. */
@RestController
@Tag(name = "Events")
class ScriptPages {

  static final String PATH = "/js/freehold.js";
  static final int MAX_BYTES = 3_000;

  private static final Duration CACHED = Duration.ofHours(1);

  private final String script = read();
  private final String tag = "W/\"" + hash(script) + "\"";

  /**
   * Answers the script for browsers: page views, also of pages that change their address
   * themselves, and {@code freehold.track}, {@code identify}, {@code alias} and {@code group}. It
   * sets no cookie and keeps nothing in the browser.
   */
  @GetMapping(path = PATH, produces = "text/javascript;charset=UTF-8")
  @Public("the pages of a site load it for their visitors")
  ResponseEntity<String> getScript() {
    return ResponseEntity.ok()
        .cacheControl(CacheControl.maxAge(CACHED).cachePublic())
        .eTag(tag)
        .header("Cross-Origin-Resource-Policy", "cross-origin")
        .body(script);
  }

  private static String read() {
    try {
      return new ClassPathResource("analytics/freehold.js").getContentAsString(UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hash(String text) {
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
