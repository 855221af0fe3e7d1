package dev.freehold.accounts.operator;

import dev.freehold.accounts.access.Authentication;
import dev.freehold.accounts.sessions.Reauthenticated;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Public;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.console.Console;
import dev.freehold.kernel.console.Form;
import dev.freehold.kernel.console.Navigation;
import dev.freehold.kernel.error.ApiException;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.error.KernelError;
import dev.freehold.kernel.error.Unauthenticated;
import dev.freehold.kernel.http.PageRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/** Acting as somebody else: how it begins and ends, and the tenant's list of it. */
@Controller
class ImpersonationsConsole {

  private static final String BEGIN = OperatorTenantsConsole.PATH + "/{id}/impersonation";
  private static final String LIST = "/console/impersonations";
  private static final String TITLE = "Operator's visits";
  private static final String AUDIT = "kernel.audit_log:read";

  private final Console console;
  private final Impersonations impersonations;
  private final OperatedTenants tenants;

  ImpersonationsConsole(Console console, Impersonations impersonations, OperatedTenants tenants) {
    this.console = console;
    this.impersonations = impersonations;
    this.tenants = tenants;
  }

  @Bean
  static Navigation impersonationsNavigation() {
    return Navigation.of("Organisation", 130, new Navigation.Item(TITLE, LIST, AUDIT));
  }

  @GetMapping(LIST)
  @Requires(AUDIT)
  View list(Caller caller, PageRequest page) {
    var found = impersonations.list(caller, page);
    return console
        .screen("accounts/impersonations.jte", TITLE)
        .with("entries", found.rows())
        .with("next", found.nextCursor());
  }

  @GetMapping(BEGIN)
  @Requires(OperatorConfiguration.IMPERSONATE)
  @Reauthenticated
  View ask(Caller caller, @PathVariable UUID id) {
    return page(caller, id, Form.empty());
  }

  @PostMapping(BEGIN)
  @Requires(OperatorConfiguration.IMPERSONATE)
  @Reauthenticated
  View begin(Caller caller, @PathVariable UUID id, HttpServletRequest request) {
    var form = Form.of(request);
    try {
      impersonations.start(
          caller,
          token(request),
          id,
          person(form),
          form.value("reason").strip(),
          minutes(form),
          form.has("write", "yes"));
    } catch (ApiException e) {
      return page(caller, id, form.refused(e));
    }
    return console.moveOn("/console");
  }

  @PostMapping(ImpersonationGuard.END)
  @Public("It ends what the session itself has begun, and nothing else.")
  View end(@Nullable Caller caller, HttpServletRequest request) {
    if (caller == null) {
      throw new Unauthenticated(KernelError.UNAUTHENTICATED, "Your session has ended.");
    }
    var impersonation = caller.impersonation();
    if (impersonation == null) {
      return console.moveOn("/console");
    }
    impersonations.end(caller, impersonation, token(request));
    return console.moveOn(
        OperatorTenantsConsole.PATH + "/" + caller.tenantId(), "You are yourself again.");
  }

  private static String token(HttpServletRequest request) {
    var token = Authentication.token(request);
    if (token == null) {
      throw new Unauthenticated(KernelError.UNAUTHENTICATED, "Your session has ended.");
    }
    return token;
  }

  private static UUID person(Form form) {
    try {
      return UUID.fromString(form.value("user"));
    } catch (IllegalArgumentException e) {
      throw Invalid.field("user", "must be one of the members");
    }
  }

  private static Duration minutes(Form form) {
    var text = form.value("minutes").strip();
    if (!text.matches("\\d{1,4}")) {
      throw Invalid.field("minutes", "must be from 1 to " + Impersonations.LONGEST.toMinutes());
    }
    return Duration.ofMinutes(Long.parseLong(text));
  }

  private View page(Caller caller, UUID id, Form form) {
    var tenant = tenants.get(caller, id);
    var people = new LinkedHashMap<String, String>();
    for (var person : impersonations.people(caller, id)) {
      people.put(
          person.userId().toString(),
          person.name() + " · " + person.email() + " · " + person.role());
    }
    return console
        .screen("accounts/impersonation.jte", "Act as somebody in " + tenant.name())
        .under(OperatorTenantsConsole.TITLE, OperatorTenantsConsole.PATH)
        .under(tenant.name(), OperatorTenantsConsole.PATH + "/" + id)
        .with("tenant", tenant)
        .with("people", people)
        .with("minutes", Impersonations.STANDARD.toMinutes())
        .with(form);
  }
}
