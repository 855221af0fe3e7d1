package dev.freehold.accounts.operator;

import dev.freehold.accounts.sessions.Reauthenticated;
import dev.freehold.accounts.settings.SystemSettings;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.console.Address;
import dev.freehold.kernel.console.Console;
import dev.freehold.kernel.console.Form;
import dev.freehold.kernel.console.Navigation;
import dev.freehold.kernel.console.Screen;
import dev.freehold.kernel.error.ApiException;
import dev.freehold.kernel.http.PageRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** The operator's pages of all tenants. */
@Controller
class OperatorTenantsConsole {

  static final String PATH = "/console/operator/tenants";
  static final String TITLE = "All tenants";

  private static final Duration DAY = Duration.ofHours(24);
  private static final Duration MONTH = Duration.ofDays(30);

  private final Console console;
  private final OperatedTenants tenants;
  private final SystemSettings settings;
  private final List<TenantFigure> figures;
  private final Clock clock;

  OperatorTenantsConsole(
      Console console,
      OperatedTenants tenants,
      SystemSettings settings,
      List<TenantFigure> figures,
      Clock clock) {
    this.console = console;
    this.tenants = tenants;
    this.settings = settings;
    this.figures = List.copyOf(figures);
    this.clock = clock;
  }

  @Bean
  static Navigation operatedTenantsNavigation() {
    return Navigation.of(
        "Operator", 199, new Navigation.Item(TITLE, PATH, OperatorConfiguration.READ));
  }

  @GetMapping(PATH)
  @Requires(OperatorConfiguration.READ)
  View list(
      Caller caller,
      @RequestParam(defaultValue = "") String search,
      @RequestParam(defaultValue = "") String state,
      PageRequest page) {
    var found = tenants.list(caller, OperatedTenant.State.of(state), search, page);
    var next = found.nextCursor();
    return console
        .screen("accounts/operator-tenants.jte", TITLE)
        .with("tenants", found.rows())
        .with("search", search)
        .with("state", state)
        .with(
            "next",
            next == null
                ? null
                : Address.of(PATH, "search", search, "state", state, "cursor", next));
  }

  @GetMapping(PATH + "/{id}")
  @Requires(OperatorConfiguration.READ)
  View show(Caller caller, @PathVariable UUID id) {
    var tenant = tenants.get(caller, id);
    return under("accounts/operator-tenant.jte", tenant.name())
        .with("tenant", tenant)
        .with("figures", figures.stream().map(figure -> count(figure, id)).toList())
        .with("mayWrite", caller.may(OperatorConfiguration.WRITE));
  }

  private TenantFigure.Counted count(TenantFigure figure, UUID tenant) {
    var now = clock.instant();
    return new TenantFigure.Counted(
        figure.label(),
        figure.count().applyAsLong(tenant, now.minus(DAY)),
        figure.count().applyAsLong(tenant, now.minus(MONTH)));
  }

  @GetMapping(PATH + "/{id}/suspension")
  @Requires(OperatorConfiguration.WRITE)
  @Reauthenticated
  View askSuspension(Caller caller, @PathVariable UUID id) {
    return suspension(tenants.get(caller, id), Form.empty());
  }

  @PostMapping(PATH + "/{id}/suspension")
  @Requires(OperatorConfiguration.WRITE)
  @Reauthenticated
  View suspend(Caller caller, @PathVariable UUID id, HttpServletRequest request) {
    var tenant = tenants.get(caller, id);
    var form = Form.of(request);
    try {
      tenants.suspend(caller, id, form.value("reason").strip());
    } catch (ApiException e) {
      return suspension(tenant, form.refused(e));
    }
    return console.moveOn(PATH + "/" + id, tenant.name() + " is suspended.");
  }

  @GetMapping(PATH + "/{id}/removal")
  @Requires(OperatorConfiguration.WRITE)
  @Reauthenticated
  View askRemoval(Caller caller, @PathVariable UUID id) {
    return removal(tenants.get(caller, id), Form.empty());
  }

  @PostMapping(PATH + "/{id}/removal")
  @Requires(OperatorConfiguration.WRITE)
  @Reauthenticated
  View remove(Caller caller, @PathVariable UUID id, HttpServletRequest request) {
    var tenant = tenants.get(caller, id);
    var form = Form.of(request);
    if (!form.confirms(tenant.slug())) {
      return removal(tenant, form.unconfirmed());
    }
    try {
      tenants.remove(caller, id, form.value("reason").strip());
    } catch (ApiException e) {
      return removal(tenant, form.refused(e));
    }
    return console.moveOn(PATH + "/" + id, tenant.name() + " is suspended until it is erased.");
  }

  /** Lets the tenant in again, whether it was suspended or to be removed. */
  @PostMapping(PATH + "/{id}/restoration")
  @Requires(OperatorConfiguration.WRITE)
  @Reauthenticated
  View restore(Caller caller, @PathVariable UUID id) {
    var tenant = tenants.keep(caller, id);
    return console.moveOn(PATH + "/" + id, tenant.name() + " may come in again.");
  }

  private View suspension(OperatedTenant tenant, Form form) {
    return under("accounts/operator-suspension.jte", "Suspend " + tenant.name())
        .with("tenant", tenant)
        .with(form);
  }

  private View removal(OperatedTenant tenant, Form form) {
    return under("accounts/operator-removal.jte", "Remove " + tenant.name())
        .with("tenant", tenant)
        .with("days", settings.grace().toDays())
        .with(form);
  }

  private Screen under(String template, String title) {
    return console.screen(template, title).under(TITLE, PATH);
  }
}
