package dev.freehold.accounts.sso;

import dev.freehold.accounts.Throttle;
import dev.freehold.accounts.access.Authentication;
import dev.freehold.accounts.sessions.Client;
import dev.freehold.accounts.sessions.SessionCookie;
import dev.freehold.accounts.sessions.Sessions;
import dev.freehold.accounts.sessions.SignInPages;
import dev.freehold.accounts.sso.SsoLogins.Outcome;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Public;
import dev.freehold.kernel.console.Address;
import dev.freehold.kernel.console.BrowserZone;
import dev.freehold.kernel.console.Console;
import dev.freehold.kernel.console.Form;
import dev.freehold.kernel.error.ApiException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** Logging in through a tenant's provider. */
@Controller
class SsoLoginConsole {

  static final String PATH = "/login/sso";

  private static final String WHY = "People log in here.";
  private static final String JOIN = PATH + "-join";
  private static final int PER_ADDRESS = 60;

  private final Console console;
  private final SsoDirectory directory;
  private final SsoLogins logins;
  private final Sessions sessions;
  private final Throttle addresses =
      new Throttle(
          SsoError.TOO_MANY_SSO_LOGINS,
          "Too many logins from your network. Wait a minute.",
          PER_ADDRESS,
          Duration.ofMinutes(1));

  SsoLoginConsole(Console console, SsoDirectory directory, SsoLogins logins, Sessions sessions) {
    this.console = console;
    this.directory = directory;
    this.logins = logins;
    this.sessions = sessions;
  }

  /** The address alone: whose domain is routed goes to the provider, everybody else on here. */
  @PostMapping(PATH)
  @Public(WHY)
  View route(
      @RequestParam(defaultValue = "") String email,
      @RequestParam(defaultValue = SignInPages.HOME) String next,
      HttpServletRequest request,
      HttpServletResponse response) {
    var form = Form.of(request);
    BrowserZone.remember(request, response);
    try {
      addresses.take(Throttle.network(request.getRemoteAddr()));
    } catch (ApiException e) {
      return login(form.refused(e), next);
    }
    var provider = directory.ofEmail(email.strip());
    if (provider.isEmpty()) {
      return login(form.refused("password", "is needed to log in with this address"), next);
    }
    // A form may not be answered by a redirect to another site; a page may lead there.
    var href =
        Address.of(
            PATH + "/" + provider.get().slug(),
            "email",
            email.strip(),
            "next",
            SignInPages.inside(next));
    response.setHeader("Refresh", "0; url=" + href);
    return console
        .screen("accounts/sso-leave.jte", "On to your provider")
        .with("tenant", provider.get().name())
        .with("href", href);
  }

  @GetMapping(PATH + "/{slug}")
  @Public(WHY)
  View begin(
      @PathVariable String slug,
      @RequestParam(defaultValue = SignInPages.HOME) String next,
      @RequestParam(defaultValue = "") String email,
      HttpServletRequest request,
      HttpServletResponse response) {
    var provider = directory.ofSlug(slug).orElseThrow(IdentityProviders::notFound);
    return begin(provider, next, email.isBlank() ? null : email.strip(), false, request, response);
  }

  /** For somebody who came through the provider and must show again who they are. */
  @GetMapping(PATH + "-again")
  @Public(WHY)
  View again(
      @Nullable Caller caller,
      @RequestParam(defaultValue = SignInPages.HOME) String next,
      HttpServletRequest request,
      HttpServletResponse response) {
    if (caller == null) {
      return console.moveOn("/login");
    }
    var provider = directory.ofHome(caller.tenantId()).orElseThrow(IdentityProviders::notFound);
    return begin(provider, next, null, true, request, response);
  }

  private View begin(
      TenantProvider provider,
      String next,
      @Nullable String email,
      boolean again,
      HttpServletRequest request,
      HttpServletResponse response) {
    try {
      addresses.take(Throttle.network(request.getRemoteAddr()));
      var begun = logins.begin(provider, SignInPages.inside(next), email, again);
      begun.half().keep(request, response);
      return console.moveOn(begun.location().toString());
    } catch (ApiException e) {
      return login(Form.empty().refused(e), next);
    }
  }

  @GetMapping(SsoLogins.CALLBACK + "{tenantId}")
  @Public(WHY)
  View finish(
      @PathVariable UUID tenantId,
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable String code,
      @RequestParam(required = false) @Nullable String error,
      @RequestParam(required = false) @Nullable String iss,
      HttpServletRequest request,
      HttpServletResponse response) {
    try {
      var answer = new SsoLogins.Answer(state, code, error, iss);
      var half = BrowserHalf.of(request);
      return switch (logins.finish(tenantId, answer, half, Client.of(request))) {
        case Outcome.LoggedIn session -> enter(session, request, response);
        case Outcome.ToShow waiting -> console.moveOn(Address.of(JOIN, "state", waiting.state()));
      };
    } catch (ApiException e) {
      BrowserHalf.drop(request, response);
      return login(Form.empty().refused(e), SignInPages.HOME);
    }
  }

  /** The account is there already: whoever it belongs to shows it, once. */
  @GetMapping(JOIN)
  @Public(WHY)
  View ask(@RequestParam(defaultValue = "") String state, HttpServletRequest request) {
    return joining(state, request, Form.empty());
  }

  @PostMapping(JOIN)
  @Public(WHY)
  View join(
      @RequestParam(defaultValue = "") String state,
      HttpServletRequest request,
      HttpServletResponse response) {
    var form = Form.of(request);
    try {
      var session =
          logins.show(
              state,
              BrowserHalf.of(request),
              form.value("password"),
              form.value("code").strip(),
              Client.of(request));
      return enter(session, request, response);
    } catch (ApiException e) {
      return joining(state, request, form.refused(e));
    }
  }

  private View joining(String state, HttpServletRequest request, Form form) {
    try {
      var shown = logins.waiting(state, BrowserHalf.of(request));
      return console
          .screen("accounts/sso-join.jte", "Is this account yours?")
          .with("email", shown.email())
          .with("tenant", shown.tenant())
          .with("state", state)
          .with(form);
    } catch (ApiException e) {
      return login(Form.empty().refused(e), SignInPages.HOME);
    }
  }

  /** Whatever session the browser had ends: the new one has a token of its own. */
  private View enter(
      Outcome.LoggedIn session, HttpServletRequest request, HttpServletResponse response) {
    var former = Authentication.token(request);
    if (former != null) {
      sessions.signOut(former);
    }
    BrowserHalf.drop(request, response);
    SessionCookie.set(request, response, session.token());
    return console.moveOn(SignInPages.inside(session.next()));
  }

  private View login(Form form, String next) {
    return console
        .screen("accounts/login.jte", "Log in")
        .with("next", SignInPages.inside(next))
        .with(form);
  }
}
