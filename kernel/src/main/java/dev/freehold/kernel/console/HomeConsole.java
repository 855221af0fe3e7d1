package dev.freehold.kernel.console;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Public;
import dev.freehold.kernel.error.Forbidden;
import dev.freehold.kernel.error.KernelError;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.View;

/** The ways into the console, which lead on to the first page that the member may see. */
@Controller
class HomeConsole {

  private final Console console;

  HomeConsole(Console console) {
    this.console = console;
  }

  @GetMapping("/")
  @Public("It only leads on to the console.")
  View root() {
    return console.moveOn("/console");
  }

  @GetMapping("/console")
  @Public("It only leads on, to the login for those who are not signed in.")
  View home(@Nullable Caller caller) {
    if (caller == null) {
      return console.moveOn("/login");
    }
    return console.moveOn(
        console
            .firstPage(caller)
            .orElseThrow(
                () ->
                    new Forbidden(
                        KernelError.FORBIDDEN,
                        "Your role in this organisation shows no pages. Ask an owner for another.")));
  }
}
