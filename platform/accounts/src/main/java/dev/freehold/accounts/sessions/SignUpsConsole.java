package dev.freehold.accounts.sessions;

import dev.freehold.accounts.AccountsError;
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
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/** Signing up: an account and its organisation, then straight into the console. */
@Controller
class SignUpsConsole {

  private final Console console;
  private final SignUps signUps;
  private final Sessions sessions;

  SignUpsConsole(Console console, SignUps signUps, Sessions sessions) {
    this.console = console;
    this.signUps = signUps;
    this.sessions = sessions;
  }

  @GetMapping("/signup")
  @Public("People sign up here.")
  View form(@Nullable Caller caller) {
    return caller == null ? page(Form.empty()) : console.moveOn("/console");
  }

  @PostMapping("/signup")
  @Public("People sign up here.")
  View signUp(HttpServletRequest request, HttpServletResponse response) {
    var form = Form.of(request);
    var email = form.value("email").strip();
    var password = form.value("password");
    try {
      signUps.create(
          new SignUps.SignUp(
              email,
              form.value("name").strip(),
              password,
              form.value("tenant_name").strip(),
              form.value("tenant_slug").strip()));
      SessionCookie.set(
          request, response, sessions.signIn(email, password, request.getRemoteAddr()));
      BrowserZone.remember(request, response);
      return console.moveOn("/console");
    } catch (Conflict e) {
      return page(taken(form, e));
    } catch (ApiException e) {
      return page(form.refused(e));
    }
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
