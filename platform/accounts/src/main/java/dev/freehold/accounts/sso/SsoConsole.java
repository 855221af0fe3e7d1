package dev.freehold.accounts.sso;

import dev.freehold.accounts.Role;
import dev.freehold.accounts.members.RoleLimit;
import dev.freehold.accounts.members.RoleNames;
import dev.freehold.accounts.sessions.Reauthenticated;
import dev.freehold.accounts.tenants.Tenants;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.console.Console;
import dev.freehold.kernel.console.Form;
import dev.freehold.kernel.console.Navigation;
import dev.freehold.kernel.error.ApiException;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.http.IfMatch;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/** The tenant's provider and its domains, as a page. */
@Controller
class SsoConsole {

  static final String PATH = "/console/sso";

  private final Console console;
  private final IdentityProviders providers;
  private final SsoDomains domains;
  private final ProviderDocuments documents;
  private final SsoLogins logins;
  private final RoleLimit limit;
  private final Tenants tenants;

  SsoConsole(
      Console console,
      IdentityProviders providers,
      SsoDomains domains,
      ProviderDocuments documents,
      SsoLogins logins,
      RoleLimit limit,
      Tenants tenants) {
    this.console = console;
    this.providers = providers;
    this.domains = domains;
    this.documents = documents;
    this.logins = logins;
    this.limit = limit;
    this.tenants = tenants;
  }

  @Bean
  static Navigation ssoNavigation() {
    return Navigation.of(
        "Organisation", 103, new Navigation.Item("Single sign-on", PATH, SsoConfiguration.WRITE));
  }

  @GetMapping(PATH)
  @Requires(SsoConfiguration.WRITE)
  View show(Caller caller) {
    return page(caller, filled(caller), List.of());
  }

  @PostMapping(PATH)
  @Requires(SsoConfiguration.WRITE)
  @Reauthenticated
  View save(Caller caller, HttpServletRequest request) {
    var form = Form.of(request);
    try {
      providers.set(caller, console.checked(draft(form)), IfMatch.ANY);
    } catch (ApiException e) {
      return page(caller, form.refused(e), List.of());
    }
    return console.moveOn(PATH, "Saved. Test it before you tell people.");
  }

  /** Asks the provider for its documents and says what came of it. */
  @PostMapping(PATH + "/test")
  @Requires(SsoConfiguration.WRITE)
  View test(Caller caller) {
    try {
      var issuer = providers.get(caller).issuer();
      return page(caller, filled(caller), documents.check(issuer));
    } catch (ApiException e) {
      return page(caller, filled(caller).refused(e), List.of());
    }
  }

  @GetMapping(PATH + "/removal")
  @Requires(SsoConfiguration.WRITE)
  View confirm(Caller caller) {
    return removal(providers.get(caller), Form.empty());
  }

  @PostMapping(PATH + "/removal")
  @Requires(SsoConfiguration.WRITE)
  @Reauthenticated
  View remove(Caller caller, HttpServletRequest request) {
    var provider = providers.get(caller);
    var form = Form.of(request);
    if (!form.confirms(provider.clientId())) {
      return removal(provider, form.unconfirmed());
    }
    try {
      providers.remove(caller);
    } catch (ApiException e) {
      return removal(provider, form.refused(e));
    }
    return console.moveOn(PATH, "Single sign-on is over; everybody logs in with a password.");
  }

  @PostMapping(PATH + "/domains")
  @Requires(SsoConfiguration.WRITE)
  @Reauthenticated
  View claim(Caller caller, HttpServletRequest request) {
    var form = Form.of(request);
    try {
      var claimed = domains.claim(caller, form.value("domain"));
      return console.moveOn(PATH, "Now prove that " + claimed.domain() + " is yours.");
    } catch (ApiException e) {
      return page(caller, merged(caller, form, e), List.of());
    }
  }

  @PostMapping(PATH + "/domains/{id}/proof")
  @Requires(SsoConfiguration.WRITE)
  @Reauthenticated
  View prove(Caller caller, @PathVariable UUID id) {
    domains.get(caller, id);
    try {
      var proven = domains.prove(caller, id);
      return console.moveOn(
          PATH, proven.domain() + " is proven: its people are led to the provider.");
    } catch (ApiException e) {
      return page(caller, filled(caller).refused(e), List.of());
    }
  }

  @PostMapping(PATH + "/domains/{id}/removal")
  @Requires(SsoConfiguration.WRITE)
  @Reauthenticated
  View removeDomain(Caller caller, @PathVariable UUID id) {
    var domain = domains.get(caller, id);
    domains.remove(caller, id);
    return console.moveOn(PATH, domain.domain() + " is not led to the provider any more.");
  }

  private static ProviderDraft draft(Form form) {
    var secret = form.value("client_secret");
    return new ProviderDraft(
        form.value("issuer").strip(),
        form.value("client_id").strip(),
        secret.isEmpty() ? null : secret,
        role(form.value("default_role")),
        form.has("enforced", "true"),
        form.has("trusts_second_factor", "true"));
  }

  private static Role role(String name) {
    return Role.builtIn().stream()
        .filter(role -> role.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(() -> Invalid.field("default_role", "must be one of those offered"));
  }

  private Form merged(Caller caller, Form typed, ApiException reason) {
    var values = new LinkedHashMap<>(filled(caller).values());
    values.putAll(typed.values());
    return new Form(values, List.of(), null, reason.code().status()).refused(reason);
  }

  private Form filled(Caller caller) {
    return providers
        .find(caller)
        .map(
            provider -> {
              var values = new LinkedHashMap<String, String>();
              values.put("issuer", provider.issuer());
              values.put("client_id", provider.clientId());
              values.put("default_role", provider.defaultRole().name().toLowerCase(Locale.ROOT));
              values.put("enforced", String.valueOf(provider.enforced()));
              values.put("trusts_second_factor", String.valueOf(provider.trustsSecondFactor()));
              return Form.of(values);
            })
        .orElseGet(() -> Form.of(Map.of("default_role", "member", "trusts_second_factor", "true")));
  }

  private View page(Caller caller, Form form, List<String> tested) {
    var provider = providers.find(caller);
    var roles = limit.within(caller).stream().filter(role -> role != Role.OWNER).toList();
    return console
        .screen("accounts/sso.jte", "Single sign-on")
        .with("provider", provider.orElse(null))
        .with("domains", domains.list(caller))
        .with("redirect", logins.redirect(caller.tenantId()).toString())
        .with("login", logins.login(tenants.get(caller).slug()))
        .with("roles", RoleNames.options(roles))
        .with("tested", tested)
        .with(form);
  }

  private View removal(IdentityProvider provider, Form form) {
    return console
        .screen("accounts/sso-removal.jte", "Remove the provider")
        .under("Single sign-on", PATH)
        .with("provider", provider)
        .with(form);
  }
}
