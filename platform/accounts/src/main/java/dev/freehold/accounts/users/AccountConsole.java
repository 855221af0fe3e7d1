package dev.freehold.accounts.users;

import dev.freehold.accounts.access.Authentication;
import dev.freehold.accounts.mails.AccountMails;
import dev.freehold.accounts.sessions.Client;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Public;
import dev.freehold.kernel.console.Console;
import dev.freehold.kernel.console.Form;
import dev.freehold.kernel.error.ApiException;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.error.KernelError;
import dev.freehold.kernel.error.Unauthenticated;
import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/** A person's own account: name, address, password, and where they are signed in. */
@Controller
class AccountConsole {

  static final String PATH = "/console/account";

  private static final String WHY = "Everybody may look after their own account.";

  private final Console console;
  private final OwnAccount account;
  private final EmailVerification verification;
  private final AccountMails mails;

  AccountConsole(
      Console console, OwnAccount account, EmailVerification verification, AccountMails mails) {
    this.console = console;
    this.account = account;
    this.verification = verification;
    this.mails = mails;
  }

  @GetMapping(PATH)
  @Public(WHY)
  View show(@Nullable Caller caller, HttpServletRequest request) {
    return page(signedIn(caller), request, Form.empty());
  }

  private View page(Caller caller, HttpServletRequest request, Form form) {
    return console
        .screen("accounts/account.jte", "Your account")
        .with("profile", account.profile(caller))
        .with("sessions", account.sessions(caller, token(request)))
        .with("canMail", mails.isSetUp())
        .with(form);
  }

  @PostMapping(PATH)
  @Public(WHY)
  View rename(@Nullable Caller caller, HttpServletRequest request) {
    var form = Form.of(request);
    return act(
        caller,
        request,
        "Your name was saved.",
        known -> account.rename(known, form.value("name").strip()));
  }

  @PostMapping(PATH + "/password")
  @Public(WHY)
  View changePassword(@Nullable Caller caller, HttpServletRequest request) {
    var form = Form.of(request);
    return act(
        caller,
        request,
        "Your password was changed; you are signed out everywhere else.",
        known -> {
          try {
            account.changePassword(
                known,
                form.value("current"),
                form.value("password"),
                token(request),
                Client.of(request));
          } catch (Unauthenticated e) {
            throw Invalid.field("current", "is not your password");
          }
        });
  }

  @PostMapping(PATH + "/email-verification")
  @Public(WHY)
  View verify(@Nullable Caller caller, HttpServletRequest request) {
    return act(
        caller,
        request,
        mails.isSetUp()
            ? "A mail with a link is on its way."
            : "Whoever runs this installation gets the link. Ask them for it.",
        known -> verification.request(known, account.profile(known).email()));
  }

  @PostMapping(PATH + "/sessions/{id}/end")
  @Public(WHY)
  View endSession(@Nullable Caller caller, @PathVariable UUID id, HttpServletRequest request) {
    return act(caller, request, "The session was ended.", known -> account.endSession(known, id));
  }

  @PostMapping(PATH + "/sessions/end-others")
  @Public(WHY)
  View endOthers(@Nullable Caller caller, HttpServletRequest request) {
    return act(
        caller,
        request,
        "You are signed out everywhere else.",
        known -> account.endOtherSessions(known, token(request)));
  }

  private View act(
      @Nullable Caller caller, HttpServletRequest request, String done, Consumer<Caller> act) {
    var known = signedIn(caller);
    try {
      act.accept(known);
    } catch (ApiException e) {
      return page(known, request, Form.of(request).refused(e));
    }
    return console.moveOn(PATH, done);
  }

  private static String token(HttpServletRequest request) {
    var token = Authentication.token(request);
    return token == null ? "" : token;
  }

  private static Caller signedIn(@Nullable Caller caller) {
    if (caller == null) {
      throw new Unauthenticated(KernelError.UNAUTHENTICATED, "Your session has ended.");
    }
    return caller;
  }
}
