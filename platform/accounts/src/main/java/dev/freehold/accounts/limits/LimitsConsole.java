package dev.freehold.accounts.limits;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.console.Console;
import dev.freehold.kernel.console.Navigation;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.View;

/** The tenant's limits as a page: which there are, and how much of them is used. */
@Controller
class LimitsConsole {

  static final String PATH = "/console/limits";

  private final Console console;
  private final Limiter limiter;
  private final LimitTable table;
  private final KeyLimits keys;

  LimitsConsole(Console console, Limiter limiter, LimitTable table, KeyLimits keys) {
    this.console = console;
    this.limiter = limiter;
    this.table = table;
    this.keys = keys;
  }

  @Bean
  static Navigation limitsNavigation() {
    return Navigation.of(
        "Organisation", 100, new Navigation.Item("Limits", PATH, LimitsConfiguration.READ));
  }

  @GetMapping(PATH)
  @Requires(LimitsConfiguration.READ)
  View show(Caller caller) {
    var limits = table.of(caller);
    return console
        .screen("accounts/limits.jte", "Limits")
        .with("plan", limits.plan())
        .with("standings", limiter.standings(caller.tenantId(), null, limits))
        .with("keys", keys.list(caller));
  }
}
