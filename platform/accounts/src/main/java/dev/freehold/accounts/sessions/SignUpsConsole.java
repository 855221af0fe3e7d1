package dev.freehold.accounts.sessions;

import dev.freehold.accounts.AccountsError;
import dev.freehold.accounts.settings.SystemSettings;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Public;
import dev.freehold.kernel.console.BrowserZone;
import dev.freehold.kernel.console.Console;
import dev.freehold.kernel.console.Form;
import dev.freehold.kernel.error.ApiException;
import dev.freehold.kernel.error.Conflict;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/** Signing up: an account and its organisation, then straight into the console. */
@Controller
class SignUpsConsole {

  private static final String CONFIRM = "/signup/confirm/";
  private static final String WHY = "A link from a mail, known to whoever reads the mailbox.";

  private final Console console;
  private final SignUps signUps;
  private final PendingSignUps pending;
  private final Sessions sessions;
  private final SystemSettings settings;

  SignUpsConsole(
      Console console,
      SignUps signUps,
      PendingSignUps pending,
      Sessions sessions,
      SystemSettings settings) {
    this.settings = settings;
    this.pending = pending;
    this.console = console;
    this.signUps = signUps;
    this.sessions = sessions;
  }

  @GetMapping("/signup")
  @Public("People sign up here.")
  View form(@Nullable Caller caller) {
    if (caller != null) {
      return console.moveOn("/console");
    }
    settings.checkSignUp(false);
    return page(Form.empty());
  }

  @PostMapping("/signup")
  @Public("People sign up here.")
  View signUp(HttpServletRequest request, HttpServletResponse response) {
    var form = Form.of(request);
    var signUp =
        new SignUps.SignUp(
            form.value("email").strip(),
            form.value("name").strip(),
            form.value("password"),
            form.value("tenant_name").strip(),
            form.value("tenant_slug").strip());
    try {
      settings.checkSignUp(false);
      pending.throttle(request.getRemoteAddr());
      if (pending.needMail()) {
        pending.begin(signUp);
        return console
            .screen("accounts/mail-sent.jte", "Look into your mail")
            .with("text", "A link to finish signing up is on its way to " + signUp.email() + ".");
      }
      return begin(signUps.create(signUp), request, response);
    } catch (Conflict e) {
      return page(taken(form, e));
    } catch (ApiException e) {
      return page(form.refused(e));
    }
  }

  private View begin(
      SignUps.SignedUp made, HttpServletRequest request, HttpServletResponse response) {
    var client = Client.of(request);
    SessionCookie.set(request, response, sessions.begin(made.userId(), made.tenantId(), client));
    BrowserZone.remember(request, response);
    return console.moveOn("/console");
  }

  /** A button, for mail programs follow links to look what is there. */
  @GetMapping(CONFIRM + "{token}")
  @Public(WHY)
  View showConfirmation(@PathVariable String token) {
    return confirmation(token, pending.find(token), Form.empty());
  }

  @PostMapping(CONFIRM + "{token}")
  @Public(WHY)
  View confirm(
      @PathVariable String token, HttpServletRequest request, HttpServletResponse response) {
    var waiting = pending.find(token);
    var form = Form.of(request);
    try {
      return begin(pending.confirm(token, form.value("tenant_slug").strip()), request, response);
    } catch (Conflict e) {
      return confirmation(token, waiting, taken(form, e));
    } catch (ApiException e) {
      return confirmation(token, waiting, form.refused(e));
    }
  }

  private View confirmation(String token, PendingSignUps.Pending waiting, Form form) {
    return console
        .screen("accounts/signup-confirm.jte", "Finish signing up")
        .with("action", CONFIRM + token)
        .with("tenant", waiting.tenantName())
        .with("slug", waiting.tenantSlug())
        .with(form);
  }

  private View page(Form form) {
    return console.screen("accounts/signup.jte", "Sign up").with(form);
  }

  private static Form taken(Form form, Conflict conflict) {
    if (conflict.code() == AccountsError.EMAIL_TAKEN) {
      return form.refused("email", "belongs to an account already; log in instead");
    }
    return conflict.code() == AccountsError.SLUG_TAKEN
        ? form.refused("tenant_slug", "is taken; choose another")
        : form.refused(conflict);
  }
}
