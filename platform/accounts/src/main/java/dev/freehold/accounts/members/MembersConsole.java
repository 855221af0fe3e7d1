package dev.freehold.accounts.members;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.console.Console;
import dev.freehold.kernel.console.Navigation;
import dev.freehold.kernel.http.PageRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.View;

/** The people of the tenant as a page. */
@Controller
class MembersConsole {

  static final String PATH = "/console/members";

  private final Console console;
  private final Members members;

  MembersConsole(Console console, Members members) {
    this.console = console;
    this.members = members;
  }

  @Bean
  static Navigation membersNavigation() {
    return Navigation.of(
        "Organisation", 100, new Navigation.Item("Members", PATH, "accounts.members:read"));
  }

  @GetMapping(PATH)
  @Requires("accounts.members:read")
  View list(Caller caller, PageRequest page) {
    var found = members.list(caller, page);
    return console
        .screen("accounts/members.jte", "Members")
        .with("members", found.rows())
        .with("next", found.nextCursor());
  }
}
