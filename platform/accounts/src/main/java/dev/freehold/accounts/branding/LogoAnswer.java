package dev.freehold.accounts.branding;

import java.time.Duration;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * A logo on its way to a browser. It came from a tenant: nothing in it may run, and no browser may
 * take it for anything but an image.
 */
public final class LogoAnswer {

  /** For every address that logos are served under. */
  public static final String CONTENT_SECURITY_POLICY = "default-src 'none'; sandbox";

  private static final Duration CACHED = Duration.ofMinutes(5);

  private LogoAnswer() {}

  public static ResponseEntity<byte[]> of(LogoImage logo) {
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType(logo.mediaType()))
        .cacheControl(CacheControl.maxAge(CACHED).cachePrivate())
        .eTag(logo.sha256())
        .header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        .header("X-Content-Type-Options", "nosniff")
        .body(logo.content());
  }
}
