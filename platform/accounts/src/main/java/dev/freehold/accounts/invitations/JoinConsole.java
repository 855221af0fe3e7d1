package dev.freehold.accounts.invitations;

import dev.freehold.accounts.access.Authentication;
import dev.freehold.accounts.sessions.Client;
import dev.freehold.accounts.sessions.SessionCookie;
import dev.freehold.accounts.sessions.Sessions;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Public;
import dev.freehold.kernel.console.BrowserZone;
import dev.freehold.kernel.console.Console;
import dev.freehold.kernel.console.Form;
import dev.freehold.kernel.console.Viewers;
import dev.freehold.kernel.error.ApiException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/** Where the link of an invitation leads. */
@Controller
class JoinConsole {

  static final String PATH = "/join/";

  private static final String WHY = "The link of an invitation, known to whoever got the mail.";

  private final Console console;
  private final Joining joining;
  private final Sessions sessions;
  private final Viewers viewers;

  JoinConsole(Console console, Joining joining, Sessions sessions, Viewers viewers) {
    this.console = console;
    this.joining = joining;
    this.sessions = sessions;
    this.viewers = viewers;
  }

  @GetMapping(PATH + "{token}")
  @Public(WHY)
  View show(@Nullable Caller caller, @PathVariable String token) {
    return page(caller, token, joining.find(token), Form.empty());
  }

  @PostMapping(PATH + "{token}")
  @Public(WHY)
  View join(
      @Nullable Caller caller,
      @PathVariable String token,
      HttpServletRequest request,
      HttpServletResponse response) {
    var open = joining.find(token);
    var form = Form.of(request);
    try {
      var session = Authentication.token(request);
      if (caller != null && session != null && signedInAs(caller, open)) {
        var user = Objects.requireNonNull(caller.actor().id());
        var joined = joining.accept(token, user);
        sessions.switchTenant(caller, session, joined.tenantId());
      } else {
        begin(token, open, form, request, response);
      }
    } catch (ApiException e) {
      return page(caller, token, open, form.refused(e));
    }
    return console.moveOn("/console", "You are a member of " + open.tenantName() + " now.");
  }

  private void begin(
      String token,
      JoinOffer open,
      Form form,
      HttpServletRequest request,
      HttpServletResponse response) {
    var password = form.value("password");
    var client = Client.of(request);
    var joined =
        open.hasAccount()
            ? joining.accept(token, sessions.checkPassword(open.email(), password, client))
            : joining.acceptAsNew(token, form.value("name").strip(), password);
    SessionCookie.set(
        request, response, sessions.begin(joined.userId(), joined.tenantId(), client));
    BrowserZone.remember(request, response);
  }

  private View page(@Nullable Caller caller, String token, JoinOffer open, Form form) {
    return console
        .screen("accounts/join.jte", "Join " + open.tenantName())
        .with("open", open)
        .with("action", PATH + token)
        .with("signedIn", caller != null && signedInAs(caller, open))
        .with(form);
  }

  private boolean signedInAs(Caller caller, JoinOffer open) {
    // One tenant's provider cannot accept for the person what another tenant offers.
    return !caller.may(Authentication.SINGLE_SIGN_ON)
        && viewers.of(caller).email().equalsIgnoreCase(open.email());
  }
}
