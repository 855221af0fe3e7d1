package dev.freehold.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.RequestOptions;
import com.microsoft.playwright.options.ScreenshotCaret;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Somebody at a browser. Whatever the browser complains about (a script's error, a refusal by the
 * content security policy) fails the test when the person leaves.
 */
final class Person implements AutoCloseable {

  static final int WIDE = 1280;
  static final int NARROW = 390;

  /** The demo that all share, started for the first who goes there. */
  private static final class Demo {
    static final Program PROGRAM = Program.demo();
    static final DemoFile.Tenant ACME = PROGRAM.description().tenants().getFirst();
    static final DemoFile.Operator OPERATOR = PROGRAM.description().operator();
  }

  private static final int LIMIT_MILLIS = 20_000;
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  /** Dangerous acts ask for the password again after ten minutes, so nobody borrows that long. */
  private static final Duration SESSION_KEPT = Duration.ofMinutes(5);

  private static final Map<String, Session> SESSIONS = new HashMap<>();

  private record Session(String state, Instant begun) {}

  final Page page;

  private final BrowserContext context;
  private final List<String> complaints = new ArrayList<>();

  private Person(Browser.NewContextOptions options) {
    this(options, Demo.PROGRAM);
  }

  private Person(Browser.NewContextOptions options, Program program) {
    context =
        Chromium.browser()
            .newContext(
                options
                    .setBaseURL(program.url())
                    .setLocale("en-GB")
                    .setTimezoneId("Europe/Berlin")
                    .setReducedMotion(ReducedMotion.REDUCE));
    context.setDefaultTimeout(LIMIT_MILLIS);
    page = context.newPage();
    page.setViewportSize(WIDE, 800);
    page.onConsoleMessage(this::note);
    page.onPageError(complaints::add);
  }

  /** Somebody who is not logged in. */
  static Person stranger() {
    return new Person(new Browser.NewContextOptions());
  }

  /** The same at a program of the test's own. */
  static Person strangerAt(Program program) {
    return new Person(new Browser.NewContextOptions(), program);
  }

  /** The owner of the demo's first tenant. */
  static Person owner() {
    return loggedIn(Demo.ACME.email());
  }

  /** Who may look at the first tenant's things but not change them. */
  static Person viewer() {
    return loggedIn("viewer@acme.example");
  }

  /** The owner in a browser without JavaScript. */
  static Person ownerWithoutScripts() {
    return new Person(session(Demo.ACME.email()).setJavaScriptEnabled(false));
  }

  /** The one who runs the demo's installation. */
  static Person operator() {
    return loggedIn(Demo.OPERATOR.email());
  }

  private static Person loggedIn(String email) {
    return new Person(session(email));
  }

  private static Browser.NewContextOptions session(String email) {
    var known = SESSIONS.get(email);
    if (known == null || known.begun().plus(SESSION_KEPT).isBefore(Instant.now())) {
      known = new Session(sessionOf(email), Instant.now());
      SESSIONS.put(email, known);
    }
    return new Browser.NewContextOptions().setStorageState(known.state());
  }

  private static String sessionOf(String email) {
    try (var person = stranger()) {
      person.open("/login");
      person.logIn(
          email,
          email.equals(Demo.OPERATOR.email()) ? Demo.OPERATOR.password() : Demo.ACME.password());
      return person.context.storageState();
    }
  }

  /** Fills in the login, which is open, and waits for the console. */
  void logIn(String email, String password) {
    type("Email", email);
    type("Password", password);
    page.keyboard().press("Enter");
    page.waitForURL("**/console/**");
  }

  /** Follows an address of the console. */
  Page open(String path) {
    return open(path, 200);
  }

  Page open(String path, int status) {
    var response = Objects.requireNonNull(page.navigate(path));
    assertThat(response.status()).as(path).isEqualTo(status);
    return page;
  }

  /** The field with a label. */
  Locator field(String label) {
    return page.getByLabel(label, new Page.GetByLabelOptions().setExact(true));
  }

  void type(String label, String text) {
    field(label).fill(text);
  }

  Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  /** The link with a name, or the first of those that begin with it. */
  Locator link(String name) {
    return page.getByRole(
            AriaRole.LINK, new Page.GetByRoleOptions().setName(Pattern.compile("^" + name + "\\b")))
        .first();
  }

  /** Lets the page show itself in another size and light. */
  void look(int width, ColorScheme light) {
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(light));
    page.setViewportSize(width, width == WIDE ? 800 : 844);
    awaitCharts();
  }

  /** Waits until each chart has the size of its place. */
  void awaitCharts() {
    page.waitForFunction(
        """
        () => [...document.querySelectorAll("[data-chart]")].every((place) => {
          const canvas = place.querySelector("canvas");
          return canvas && canvas.clientWidth === place.clientWidth;
        })
        """);
  }

  /** Keeps a picture of the whole page for people to look at. */
  void photograph(String name) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(SCREENSHOTS.resolve(name + ".png"))
            .setFullPage(true)
            .setCaret(ScreenshotCaret.INITIAL));
  }

  /** Sends a form past the page, with the session's cookies and a valid token. */
  APIResponse post(String path, Map<String, String> fields) {
    var form = FormData.create().set("_csrf", token());
    fields.forEach(form::set);
    return context.request().post(path, RequestOptions.create().setForm(form).setMaxRedirects(0));
  }

  APIResponse get(String path) {
    return context.request().get(path, RequestOptions.create().setMaxRedirects(0));
  }

  private String token() {
    open("/console/search");
    return String.valueOf(page.getAttribute("meta[name=csrf-token]", "content"));
  }

  BrowserContext context() {
    return context;
  }

  /** The accessible name or id of what has the keyboard's focus. */
  @Nullable Object focused() {
    return page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()");
  }

  private void note(ConsoleMessage message) {
    // The browser also notes each page of an error, which a test opens on purpose.
    boolean page = message.text().startsWith("Failed to load resource: the server responded");
    if (List.of("error", "warning").contains(message.type()) && !page) {
      complaints.add(message.text() + " at " + message.location());
    }
  }

  @Override
  public void close() {
    context.close();
    assertThat(complaints).as("what the browser complained about").isEmpty();
  }
}
