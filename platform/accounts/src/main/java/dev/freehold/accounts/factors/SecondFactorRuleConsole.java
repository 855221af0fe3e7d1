package dev.freehold.accounts.factors;

import dev.freehold.accounts.sessions.Reauthenticated;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.console.Console;
import dev.freehold.kernel.console.Form;
import dev.freehold.kernel.console.Navigation;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/** How members of the tenant must show who they are, as a page. */
@Controller
class SecondFactorRuleConsole {

  private static final String PATH = "/console/security";
  private static final String WRITE = "accounts.tenant:write";

  private final Console console;
  private final SecondFactorRule rule;

  SecondFactorRuleConsole(Console console, SecondFactorRule rule) {
    this.console = console;
    this.rule = rule;
  }

  @Bean
  static Navigation securityNavigation() {
    return Navigation.of("Organisation", 102, new Navigation.Item("Security", PATH, WRITE));
  }

  @GetMapping(PATH)
  @Requires(WRITE)
  View show(Caller caller) {
    return console
        .screen("accounts/security.jte", "Security")
        .with("required", rule.get(caller).required());
  }

  @PostMapping(PATH)
  @Requires(WRITE)
  @Reauthenticated
  View set(Caller caller, HttpServletRequest request) {
    var required = Form.of(request).value("required").equals("true");
    rule.set(caller, required);
    return console.moveOn(
        PATH,
        required
            ? "Every member needs a second factor from now on."
            : "A second factor is up to each member.");
  }
}
