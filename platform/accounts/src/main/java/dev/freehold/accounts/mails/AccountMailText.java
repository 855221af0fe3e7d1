package dev.freehold.accounts.mails;

import dev.freehold.kernel.KernelSettings;
import dev.freehold.kernel.console.Console;
import dev.freehold.kernel.mail.Mail;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What mails to accounts say. */
@Component
class AccountMailText {

  private final Console console;
  private final KernelSettings settings;

  AccountMailText(Console console, KernelSettings settings) {
    this.console = console;
    this.settings = settings;
  }

  Mail resetPassword(String to, String token) {
    return mail(
        to,
        "Choose a new password",
        "Somebody, probably you, asked for a new password for the account of " + to + ".",
        "Choose a new password",
        path(AccountMails.Kind.RESET_PASSWORD, token),
        "The link works once, for 30 minutes. If it was not you, do nothing: the password stays.");
  }

  Mail verifyEmail(String to, String token) {
    return mail(
        to,
        "Confirm your email address",
        "Show that " + to + " is yours.",
        "Confirm this address",
        path(AccountMails.Kind.VERIFY_EMAIL, token),
        "The link works once, for 24 hours. If you have no account here, do nothing.");
  }

  /** The address by itself, for whoever hands it on. */
  String link(AccountMails.Kind kind, String token) {
    return settings.url() + path(kind, token);
  }

  private static String path(AccountMails.Kind kind, String token) {
    return switch (kind) {
      case RESET_PASSWORD -> "/password/reset/" + token;
      case VERIFY_EMAIL -> "/email/verify/" + token;
      case CONFIRM_SIGN_UP -> "/signup/confirm/" + token;
      case PASSWORD_CHANGED -> "/login";
    };
  }

  Mail confirmSignUp(String to, String token) {
    return mail(
        to,
        "Finish signing up",
        "Somebody, probably you, signed up with " + to + ".",
        "Finish signing up",
        path(AccountMails.Kind.CONFIRM_SIGN_UP, token),
        "The link works once, for 24 hours. If it was not you, do nothing: no account is made.");
  }

  Mail haveAccount(String to) {
    return mail(
        to,
        "You have an account already",
        "Somebody, probably you, wanted to sign up with " + to + ", which has an account already.",
        "Log in",
        "/login",
        "If you forgot the password, choose a new one there. If it was not you, do nothing.");
  }

  Mail passwordChanged(String to) {
    return mail(
        to,
        "Your password was changed",
        "The password of the account of " + to + " was changed a moment ago.",
        "Log in",
        "/login",
        "If it was not you, choose a new password at once with Forgot your password.");
  }

  private Mail mail(
      String to, String subject, String lead, String label, String path, String after) {
    var link = settings.url() + path;
    var plain =
        """
        %s

        %s: %s

        %s
        """
            .formatted(lead, label, link, after);
    var html =
        console.text(
            "accounts/mail-account.jte",
            Map.of("subject", subject, "lead", lead, "label", label, "link", link, "after", after));
    return Mail.once(to, subject, plain, html);
  }
}
