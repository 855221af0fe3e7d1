package dev.freehold.accounts.sessions;

import dev.freehold.accounts.access.Authentication;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Public;
import dev.freehold.kernel.console.Address;
import dev.freehold.kernel.console.BrowserZone;
import dev.freehold.kernel.console.Console;
import dev.freehold.kernel.console.Form;
import dev.freehold.kernel.error.ApiException;
import dev.freehold.kernel.error.KernelError;
import dev.freehold.kernel.error.Unauthenticated;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** Logging in and out, and moving to another tenant. */
@Controller
class SessionsConsole {

  private static final String HOME = SignInPages.HOME;

  private final Console console;
  private final Sessions sessions;

  SessionsConsole(Console console, Sessions sessions) {
    this.console = console;
    this.sessions = sessions;
  }

  @GetMapping("/login")
  @Public("People log in here.")
  View form(
      @Nullable Caller caller,
      @RequestParam(defaultValue = HOME) String next,
      HttpServletRequest request) {
    if (caller == null && sessions.isWaiting(Authentication.token(request))) {
      return console.moveOn(Address.of(SignInPages.SECOND_STEP, "next", SignInPages.inside(next)));
    }
    return caller == null ? page(Form.empty(), next) : console.moveOn(SignInPages.inside(next));
  }

  @PostMapping("/login")
  @Public("People log in here.")
  @Nullable View login(
      @RequestParam(defaultValue = "") String email,
      @RequestParam(defaultValue = "") String password,
      @RequestParam(defaultValue = HOME) String next,
      HttpServletRequest request,
      HttpServletResponse response) {
    if (password.isEmpty() && !email.isBlank()) {
      // Whether the address alone leads somewhere is for single sign-on to say.
      response.setHeader(HttpHeaders.LOCATION, "/login/sso");
      response.setStatus(HttpStatus.TEMPORARY_REDIRECT.value());
      return null;
    }
    try {
      var token = sessions.signIn(email.strip(), password, Client.of(request));
      SessionCookie.set(request, response, token);
      BrowserZone.remember(request, response);
      return console.moveOn(SignInPages.inside(next));
    } catch (ApiException e) {
      return page(Form.of(request).refused(e), next);
    }
  }

  @PostMapping("/logout")
  @Public("It ends the session that the request carries, if any.")
  View logout(HttpServletRequest request, HttpServletResponse response) {
    var token = Authentication.token(request);
    if (token != null) {
      sessions.signOut(token);
    }
    SessionCookie.clear(request, response);
    return console.moveOn("/login");
  }

  @PostMapping("/console/tenant")
  @Public("It leads only to tenants that the signed-in person works in.")
  View switchTenant(
      @Nullable Caller caller, @RequestParam UUID tenant, HttpServletRequest request) {
    var token = Authentication.token(request);
    if (caller == null || token == null) {
      throw new Unauthenticated(KernelError.UNAUTHENTICATED, "Your session has ended.");
    }
    sessions.switchTenant(caller, token, tenant);
    return console.moveOn(HOME);
  }

  private View page(Form form, String next) {
    return console
        .screen("accounts/login.jte", "Log in")
        .with("next", SignInPages.inside(next))
        .with(form);
  }
}
