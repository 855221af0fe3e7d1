package dev.freehold.kernel.console;

import dev.freehold.kernel.access.Public;
import java.time.Duration;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** A tenant's accent colour as a style sheet, since the content policy allows no inline style. */
@Controller
class AccentConsole {

  private static final Duration CACHED = Duration.ofDays(365);

  @GetMapping("/assets/accent/{hex:[0-9a-f]{6}}.css")
  @Public("A colour is no secret, and the style sheet holds nothing else.")
  ResponseEntity<String> accent(@PathVariable String hex) {
    var accent = Accent.of(Integer.parseInt(hex, 16));
    var css =
        """
        :root {
          --accent: light-dark(%s, %s);
          --on-accent: light-dark(%s, %s);
        }
        """
            .formatted(
                accent.onLight().css(),
                accent.onDark().css(),
                accent.onLight().text().css(),
                accent.onDark().text().css());
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType("text/css"))
        .cacheControl(CacheControl.maxAge(CACHED).cachePublic().immutable())
        .body(css);
  }
}
