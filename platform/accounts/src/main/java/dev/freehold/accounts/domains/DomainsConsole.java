package dev.freehold.accounts.domains;

import dev.freehold.accounts.branding.LogoAnswer;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Public;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.console.Console;
import dev.freehold.kernel.console.Form;
import dev.freehold.kernel.console.Navigation;
import dev.freehold.kernel.console.Screen;
import dev.freehold.kernel.error.ApiException;
import dev.freehold.kernel.http.PageRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/** Custom domains as pages: claimed, proven, given up; and the logo on their login page. */
@Controller
class DomainsConsole {

  static final String PATH = "/console/domains";

  private static final String WRITE = "accounts.tenant:write";

  private final Console console;
  private final Domains domains;
  private final HostBrands brands;

  DomainsConsole(Console console, Domains domains, HostBrands brands) {
    this.console = console;
    this.domains = domains;
    this.brands = brands;
  }

  @Bean
  static Navigation domainsNavigation() {
    return Navigation.of("Organisation", 104, new Navigation.Item("Domains", PATH, WRITE));
  }

  @GetMapping(PATH)
  @Requires(WRITE)
  View list(Caller caller) {
    return list(caller, Form.empty());
  }

  @PostMapping(PATH)
  @Requires(WRITE)
  View claim(Caller caller, HttpServletRequest request) {
    var form = Form.of(request);
    try {
      var domain = domains.claim(caller, form.value("host"));
      return console.moveOn(PATH + "/" + domain.id());
    } catch (ApiException e) {
      return list(caller, form.refused(e));
    }
  }

  @GetMapping(PATH + "/{id}")
  @Requires(WRITE)
  View show(Caller caller, @PathVariable UUID id) {
    return domain(domains.get(caller, id), Form.empty());
  }

  @PostMapping(PATH + "/{id}/verification")
  @Requires(WRITE)
  View verify(Caller caller, @PathVariable UUID id, HttpServletRequest request) {
    var domain = domains.get(caller, id);
    try {
      domains.verify(caller, id);
      return console.moveOn(PATH, domain.host() + " shows your organisation from now on.");
    } catch (ApiException e) {
      return domain(domains.get(caller, id), Form.of(request).refused(e));
    }
  }

  @GetMapping(PATH + "/{id}/removal")
  @Requires(WRITE)
  View confirm(Caller caller, @PathVariable UUID id) {
    return removal(domains.get(caller, id), Form.empty());
  }

  @PostMapping(PATH + "/{id}/removal")
  @Requires(WRITE)
  View remove(Caller caller, @PathVariable UUID id, HttpServletRequest request) {
    var domain = domains.get(caller, id);
    var form = Form.of(request);
    if (!form.confirms(domain.host())) {
      return removal(domain, form.unconfirmed());
    }
    domains.remove(caller, id);
    return console.moveOn(PATH, domain.host() + " is not yours here any more.");
  }

  /** What the login page shows under a tenant's own domain. */
  @GetMapping("/logo")
  @Public("Whoever opens a tenant's own domain sees its logo before they log in.")
  ResponseEntity<byte[]> logo(HttpServletRequest request) {
    return brands
        .logo(request)
        .map(LogoAnswer::of)
        .orElseGet(() -> ResponseEntity.notFound().build());
  }

  private View list(Caller caller, Form form) {
    return console
        .screen("accounts/domains.jte", "Domains")
        .with("domains", domains.list(caller, PageRequest.first(Domains.MOST)).rows())
        .with(form);
  }

  private View domain(CustomDomain domain, Form form) {
    return under("accounts/domain.jte", domain.host()).with("domain", domain).with(form);
  }

  private View removal(CustomDomain domain, Form form) {
    return under("accounts/domain-remove.jte", "Give up " + domain.host())
        .with("domain", domain)
        .with(form);
  }

  private Screen under(String template, String title) {
    return console.screen(template, title).under("Domains", PATH);
  }
}
