package dev.freehold.accounts.factors;

import dev.freehold.accounts.Throttle;
import dev.freehold.accounts.access.Authentication;
import dev.freehold.accounts.factors.SecondFactors.Waiting;
import dev.freehold.accounts.sessions.Client;
import dev.freehold.accounts.sessions.SessionCookie;
import dev.freehold.accounts.sessions.Sessions;
import dev.freehold.accounts.sessions.SignInPages;
import dev.freehold.kernel.access.Public;
import dev.freehold.kernel.console.BrowserZone;
import dev.freehold.kernel.console.Console;
import dev.freehold.kernel.console.Form;
import dev.freehold.kernel.error.ApiException;
import dev.freehold.kernel.error.Unauthenticated;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.View;

/** The second step of a login, and the login by a passkey alone. */
@Controller
class SecondStepConsole {

  static final String PATH = SignInPages.SECOND_STEP;

  private static final String PASSKEY = "/login/passkey";
  private static final String WHY = "People log in here.";
  private static final int OPTIONS_PER_ADDRESS = 60;

  private final Console console;
  private final SecondFactors factors;
  private final Passkeys passkeys;
  private final PasskeyCeremony ceremony;
  private final Sessions sessions;
  private final Throttle addresses =
      new Throttle(
          FactorsError.TOO_MANY_CODES,
          "Too many attempts from your network. Wait a minute.",
          OPTIONS_PER_ADDRESS,
          Duration.ofMinutes(1));

  SecondStepConsole(
      Console console,
      SecondFactors factors,
      Passkeys passkeys,
      PasskeyCeremony ceremony,
      Sessions sessions) {
    this.console = console;
    this.factors = factors;
    this.passkeys = passkeys;
    this.ceremony = ceremony;
    this.sessions = sessions;
  }

  @GetMapping(PATH)
  @Public(WHY)
  View ask(@RequestParam(defaultValue = SignInPages.HOME) String next, HttpServletRequest request) {
    return waiting(request)
        .map(waiting -> page(waiting, next, Form.empty()))
        .orElseGet(() -> console.moveOn("/login"));
  }

  @PostMapping(PATH)
  @Public(WHY)
  View finish(
      @RequestParam(defaultValue = SignInPages.HOME) String next,
      HttpServletRequest request,
      HttpServletResponse response) {
    var token = Authentication.token(request);
    var waiting = waiting(request);
    if (token == null || waiting.isEmpty()) {
      return console.moveOn("/login");
    }
    var form = Form.of(request);
    try {
      var client = Client.of(request);
      var begun =
          form.value("credential").isEmpty()
              ? factors.finish(token, form.value("code").strip(), client)
              : byPasskey(token, waiting.get(), form.value("credential"), client);
      SessionCookie.set(request, response, begun);
      return console.moveOn(SignInPages.inside(next));
    } catch (ApiException e) {
      return waiting(request).isPresent()
          ? page(waiting.get(), next, form.refused(e))
          : console.moveOn("/login");
    }
  }

  private String byPasskey(String token, Waiting waiting, String credential, Client client) {
    if (!passkeys.verify(credential, false).equals(waiting.userId())) {
      throw new Unauthenticated(
          FactorsError.PASSKEY_REFUSED, "This passkey belongs to another account.");
    }
    return factors.complete(token, waiting, client);
  }

  /** What the browser is to sign: for the login that waits, or for one by a passkey alone. */
  @GetMapping(PASSKEY + "/options")
  @ResponseBody
  @Hidden
  @Public(WHY)
  Map<String, Object> options(HttpServletRequest request) {
    addresses.take(Throttle.network(request.getRemoteAddr()));
    return ceremony.request(waiting(request).map(Waiting::userId).orElse(null));
  }

  @PostMapping(PASSKEY)
  @Public(WHY)
  View loginByPasskey(
      @RequestParam(defaultValue = SignInPages.HOME) String next,
      HttpServletRequest request,
      HttpServletResponse response) {
    var form = Form.of(request);
    try {
      addresses.take(Throttle.network(request.getRemoteAddr()));
      var user = passkeys.verify(form.value("credential"), true);
      var token = sessions.beginWithSecondFactor(user, null, Client.of(request));
      SessionCookie.set(request, response, token);
      BrowserZone.remember(request, response);
      return console.moveOn(SignInPages.inside(next));
    } catch (ApiException e) {
      return console
          .screen("accounts/login.jte", "Log in")
          .with("next", SignInPages.inside(next))
          .with(form.refused(e));
    }
  }

  private Optional<Waiting> waiting(HttpServletRequest request) {
    return factors.waiting(Authentication.token(request));
  }

  private View page(Waiting waiting, String next, Form form) {
    return console
        .screen("accounts/second-step.jte", "One more step")
        .with("waiting", waiting)
        .with("next", SignInPages.inside(next))
        .with(form);
  }
}
