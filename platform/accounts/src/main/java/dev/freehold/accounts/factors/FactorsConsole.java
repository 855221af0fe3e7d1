package dev.freehold.accounts.factors;

import dev.freehold.accounts.access.Authentication;
import dev.freehold.accounts.sessions.Reauthenticated;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Public;
import dev.freehold.kernel.console.Console;
import dev.freehold.kernel.console.Form;
import dev.freehold.kernel.console.Screen;
import dev.freehold.kernel.error.ApiException;
import dev.freehold.kernel.error.KernelError;
import dev.freehold.kernel.error.Unauthenticated;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.View;

/** A person's own second factors: set up, shown, removed. */
@Controller
class FactorsConsole {

  static final String PATH = "/console/account/second-factor";

  private static final String APP = PATH + "/app";
  private static final String PASSKEYS = PATH + "/passkeys";
  private static final String WHY = "Everybody may look after their own account.";

  private final Console console;
  private final AuthenticatorApps apps;
  private final RecoveryCodes recovery;
  private final Passkeys passkeys;
  private final PasskeyCeremony ceremony;

  FactorsConsole(
      Console console,
      AuthenticatorApps apps,
      RecoveryCodes recovery,
      Passkeys passkeys,
      PasskeyCeremony ceremony) {
    this.console = console;
    this.apps = apps;
    this.recovery = recovery;
    this.passkeys = passkeys;
    this.ceremony = ceremony;
  }

  @GetMapping(PATH)
  @Public(WHY)
  @Reauthenticated
  View show(@Nullable Caller caller) {
    return page(signedIn(caller), Form.empty());
  }

  private View page(Caller caller, Form form) {
    return console
        .screen("accounts/second-factor.jte", "Second factor")
        .under("Your account", "/console/account")
        .with("required", caller.may(Authentication.LACKS_SECOND_FACTOR))
        .with("hasApp", apps.isSetUp(caller))
        .with("codesLeft", recovery.left(caller))
        .with("passkeys", passkeys.list(caller))
        .with(form);
  }

  @GetMapping(APP)
  @Public(WHY)
  @Reauthenticated
  View enrol(@Nullable Caller caller) {
    return enrolment(signedIn(caller), Form.empty());
  }

  private View enrolment(Caller caller, Form form) {
    var enrolment = apps.begin(caller);
    return under("accounts/second-factor-app.jte", "Set up an authenticator app")
        .with("secret", enrolment.secret())
        .with("qr", QrCode.of(enrolment.uri()))
        .with(form);
  }

  @PostMapping(APP)
  @Public(WHY)
  @Reauthenticated
  View confirm(@Nullable Caller caller, HttpServletRequest request) {
    var known = signedIn(caller);
    var form = Form.of(request);
    try {
      return codes(apps.confirm(known, form.value("code").strip()));
    } catch (ApiException e) {
      return enrolment(known, form.refused(e));
    }
  }

  @PostMapping(APP + "/remove")
  @Public(WHY)
  @Reauthenticated
  View removeApp(@Nullable Caller caller) {
    apps.remove(signedIn(caller));
    return console.moveOn(PATH, "The authenticator app was removed.");
  }

  @PostMapping(PATH + "/recovery-codes")
  @Public(WHY)
  @Reauthenticated
  View newCodes(@Nullable Caller caller) {
    return codes(recovery.replace(signedIn(caller)));
  }

  private View codes(List<String> codes) {
    return under("accounts/recovery-codes.jte", "Recovery codes").with("codes", codes);
  }

  /** For the script, which hands it to the browser. */
  @GetMapping(PASSKEYS + "/options")
  @ResponseBody
  @Hidden
  @Public(WHY)
  @Reauthenticated
  Map<String, Object> options(@Nullable Caller caller) {
    return ceremony.creation(signedIn(caller));
  }

  @PostMapping(PASSKEYS)
  @Public(WHY)
  @Reauthenticated
  View register(@Nullable Caller caller, HttpServletRequest request) {
    var known = signedIn(caller);
    var form = Form.of(request);
    try {
      passkeys.register(known, form.value("passkey_name").strip(), form.value("credential"));
    } catch (ApiException e) {
      return page(known, form.refused(e));
    }
    return recovery.left(known) == 0
        ? codes(recovery.replace(known))
        : console.moveOn(PATH, "The passkey can be used from now on.");
  }

  @PostMapping(PASSKEYS + "/{id}/remove")
  @Public(WHY)
  @Reauthenticated
  View removePasskey(@Nullable Caller caller, @PathVariable UUID id) {
    passkeys.remove(signedIn(caller), id);
    return console.moveOn(PATH, "The passkey was removed.");
  }

  private Screen under(String template, String title) {
    return console
        .screen(template, title)
        .under("Your account", "/console/account")
        .under("Second factor", PATH);
  }

  private static Caller signedIn(@Nullable Caller caller) {
    if (caller == null) {
      throw new Unauthenticated(KernelError.UNAUTHENTICATED, "Your session has ended.");
    }
    return caller;
  }
}
