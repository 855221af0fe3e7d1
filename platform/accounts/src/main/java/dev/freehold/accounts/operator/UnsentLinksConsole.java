package dev.freehold.accounts.operator;

import dev.freehold.accounts.mails.UnsentLinks;
import dev.freehold.accounts.sessions.Reauthenticated;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.console.Console;
import dev.freehold.kernel.console.Navigation;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/** Links that could not be mailed, as the operator's page. */
@Controller
class UnsentLinksConsole {

  static final String PATH = "/console/operator/links";

  private static final String TITLE = "Unsent links";

  private final Console console;
  private final UnsentLinks links;

  UnsentLinksConsole(Console console, UnsentLinks links) {
    this.console = console;
    this.links = links;
  }

  @Bean
  static Navigation unsentLinksNavigation() {
    return Navigation.of("Operator", 202, new Navigation.Item(TITLE, PATH, UnsentLinks.OPERATE));
  }

  @GetMapping(PATH)
  @Requires(UnsentLinks.OPERATE)
  View list(Caller caller) {
    return page(caller, null, null);
  }

  /** A form, for a look is recorded, and what is shown is a secret. */
  @PostMapping(PATH + "/{id}")
  @Requires(UnsentLinks.OPERATE)
  @Reauthenticated
  View show(Caller caller, @PathVariable UUID id) {
    return page(caller, id, links.show(caller, id));
  }

  private View page(Caller caller, @Nullable UUID shown, @Nullable String link) {
    var waiting = links.list(caller);
    return console
        .screen("accounts/unsent-links.jte", TITLE)
        .with("links", waiting)
        .with("kept", links.areKept())
        .with(
            "recipient",
            waiting.stream()
                .filter(one -> one.id().equals(shown))
                .map(UnsentLinks.Unsent::email)
                .findFirst()
                .orElse(""))
        .with("link", link);
  }
}
