package dev.freehold.kernel.console;

import dev.freehold.kernel.access.Public;
import dev.freehold.kernel.error.ErrorCatalogue;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.View;

/** Every error code with its meaning, where the type of a problem leads to. */
@Controller
class ErrorsConsole {

  private final Console console;
  private final ErrorCatalogue catalogue;

  ErrorsConsole(Console console, ErrorCatalogue catalogue) {
    this.console = console;
    this.catalogue = catalogue;
  }

  @GetMapping("/docs/errors")
  @Public("It documents the API and shows nothing of anybody.")
  View errors() {
    return console.screen("shell/errorcodes.jte", "Error codes").with("codes", catalogue.all());
  }
}
