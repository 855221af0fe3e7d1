package dev.freehold.e2e;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** One real browser for all tests of a JVM, with a profile of its own. */
final class Chromium {

  private static final List<String> SWITCHES =
      List.of(
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  private static @Nullable Browser shared;

  private Chromium() {}

  /** The browser; without one the test is skipped, or fails where nothing may be skipped. */
  static synchronized Browser browser() {
    if (shared == null) {
      shared = launch(program());
    }
    return shared;
  }

  private static Path program() {
    var path = Path.of(Objects.requireNonNullElse(System.getenv("CHROMIUM"), "/usr/bin/chromium"));
    if (!Files.isExecutable(path)) {
      var reason = "no Chromium at " + path + "; the environment variable CHROMIUM names another";
      if ("1".equals(System.getenv("FREEHOLD_REQUIRE_ALL"))) {
        Assertions.fail(reason);
      }
      System.out.println("skipped: " + reason);
      Assumptions.abort(reason);
    }
    return path;
  }

  private static Browser launch(Path program) {
    var playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    Runtime.getRuntime().addShutdownHook(new Thread(playwright::close));
    return playwright
        .chromium()
        .launch(new BrowserType.LaunchOptions().setExecutablePath(program).setArgs(SWITCHES));
  }
}
