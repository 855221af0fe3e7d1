package dev.freehold.accounts.sessions;

import dev.freehold.accounts.access.Authentication;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Public;
import dev.freehold.kernel.console.Address;
import dev.freehold.kernel.console.Console;
import dev.freehold.kernel.console.Form;
import dev.freehold.kernel.error.ApiException;
import dev.freehold.kernel.error.KernelError;
import dev.freehold.kernel.error.Unauthenticated;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** Where a person shows again who they are. */
@Controller
class ReauthenticationConsole {

  private static final String WHY = "The person of the session alone can answer it.";
  private static final String HOME = SignInPages.HOME;

  private final Console console;
  private final Reauthentication reauthentication;

  ReauthenticationConsole(Console console, Reauthentication reauthentication) {
    this.console = console;
    this.reauthentication = reauthentication;
  }

  @GetMapping(Reauthentication.PATH)
  @Public(WHY)
  View ask(@Nullable Caller caller, @RequestParam(defaultValue = HOME) String next) {
    return page(caller, next, Form.empty());
  }

  @PostMapping(Reauthentication.PATH)
  @Public(WHY)
  View confirm(
      @Nullable Caller caller,
      @RequestParam(defaultValue = HOME) String next,
      HttpServletRequest request) {
    var token = Authentication.token(request);
    if (caller == null || token == null) {
      throw new Unauthenticated(KernelError.UNAUTHENTICATED, "Your session has ended.");
    }
    var form = Form.of(request);
    try {
      reauthentication.confirm(caller, token, form.value("password"), Client.of(request));
    } catch (Unauthenticated e) {
      return page(caller, next, form.refused("password", "is not your password"));
    } catch (ApiException e) {
      return page(caller, next, form.refused(e));
    }
    return console.moveOn(SignInPages.inside(next));
  }

  private View page(@Nullable Caller caller, String next, Form form) {
    return console
        .screen("accounts/reauthenticate.jte", "Is it still you?")
        .with("next", SignInPages.inside(next))
        .with("provider", caller != null && caller.may(Authentication.SINGLE_SIGN_ON))
        .with("providerHref", Address.of("/login/sso-again", "next", SignInPages.inside(next)))
        .with(form);
  }
}
