package dev.freehold.accounts.users;

import dev.freehold.accounts.mails.AccountMails;
import dev.freehold.kernel.access.Public;
import dev.freehold.kernel.console.Console;
import dev.freehold.kernel.console.Form;
import dev.freehold.kernel.error.ApiException;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/** Choosing a new password through a link that was mailed, and confirming an address. */
@Controller
class PasswordsConsole {

  private static final String FORGOT = "/password/forgot";
  private static final String RESET = "/password/reset/";
  private static final String VERIFY = "/email/verify/";
  private static final String WHY = "A link from a mail, known to whoever reads the mailbox.";

  private final Console console;
  private final PasswordResets resets;
  private final EmailVerification verification;
  private final AccountMails mails;

  PasswordsConsole(
      Console console, PasswordResets resets, EmailVerification verification, AccountMails mails) {
    this.console = console;
    this.resets = resets;
    this.verification = verification;
    this.mails = mails;
  }

  @GetMapping(FORGOT)
  @Public("Whoever forgot the password cannot log in.")
  View forgot() {
    return forgot(Form.empty());
  }

  /** Answers alike whether there is such an account or not. */
  @PostMapping(FORGOT)
  @Public("Whoever forgot the password cannot log in.")
  View request(HttpServletRequest request) {
    var form = Form.of(request);
    var email = form.value("email").strip();
    try {
      resets.request(email, request.getRemoteAddr());
    } catch (ApiException e) {
      return forgot(form.refused(e));
    }
    return console
        .screen(
            "accounts/mail-sent.jte", mails.isSetUp() ? "Look into your mail" : "Ask for your link")
        .with(
            "text",
            "If "
                + email
                + " has an account here, "
                + (mails.isSetUp()
                    ? "a link to choose a new password is on its way."
                    : "whoever runs this installation gets a link to choose a new password. It is"
                        + " good for 30 minutes: ask them for it."));
  }

  private View forgot(Form form) {
    return console
        .screen("accounts/forgot.jte", "Forgot your password?")
        .with("canMail", mails.isSetUp())
        .with(form);
  }

  @GetMapping(RESET + "{token}")
  @Public(WHY)
  View choose(@PathVariable String token) {
    return choose(token, resets.find(token), Form.empty());
  }

  @PostMapping(RESET + "{token}")
  @Public(WHY)
  View reset(@PathVariable String token, HttpServletRequest request) {
    var reset = resets.find(token);
    var form = Form.of(request);
    try {
      resets.reset(token, form.value("password"));
    } catch (ApiException e) {
      return choose(token, reset, form.refused(e));
    }
    return console
        .screen("accounts/mail-sent.jte", "Your password was changed")
        .with("text", "Every session was ended. Log in with the new password.");
  }

  private View choose(String token, PasswordResets.Reset reset, Form form) {
    return console
        .screen("accounts/reset.jte", "Choose a new password")
        .with("action", RESET + token)
        .with("email", reset.email())
        .with(form);
  }

  /** A button, for mail programs follow links to look what is there. */
  @GetMapping(VERIFY + "{token}")
  @Public(WHY)
  View showVerification(@PathVariable String token) {
    return console
        .screen("accounts/verify.jte", "Confirm your email address")
        .with("action", VERIFY + token);
  }

  @PostMapping(VERIFY + "{token}")
  @Public(WHY)
  View verify(@PathVariable String token) {
    verification.confirm(token);
    return console
        .screen("accounts/mail-sent.jte", "Thank you")
        .with("text", "Your email address is confirmed.");
  }
}
