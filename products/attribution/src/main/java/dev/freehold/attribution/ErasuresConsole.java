package dev.freehold.attribution;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.console.Address;
import dev.freehold.kernel.console.Console;
import dev.freehold.kernel.console.Form;
import dev.freehold.kernel.jobs.Jobs;
import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** Erasure of a person: asked for by typing their id, then followed until it is done. */
@Controller
class ErasuresConsole {

  static final String PATH = "/console/attribution/erasures";

  private final Console console;
  private final Erasures erasures;
  private final Jobs jobs;

  ErasuresConsole(Console console, Erasures erasures, Jobs jobs) {
    this.console = console;
    this.erasures = erasures;
    this.jobs = jobs;
  }

  @GetMapping(PATH + "/new")
  @Requires("attribution.users:erase")
  View confirm(@RequestParam("user_id") String userId) {
    return confirmation(userId, Form.empty());
  }

  @PostMapping(PATH)
  @Requires("attribution.users:erase")
  View begin(Caller caller, @RequestParam("user_id") String userId, HttpServletRequest request) {
    var form = Form.of(request);
    if (!form.confirms(userId)) {
      return confirmation(userId, form.unconfirmed());
    }
    return console.moveOn(PATH + "/" + erasures.begin(caller, userId).id());
  }

  @GetMapping(PATH + "/{id}")
  @Requires("attribution.users:erase")
  View status(Caller caller, @PathVariable UUID id) {
    return console
        .screen("attribution/erasure.jte", "Erasure")
        .under("Attribution", CreditConsole.PATH)
        .under("People", PeopleConsole.PATH)
        .with("job", jobs.get(caller, id));
  }

  private View confirmation(String userId, Form form) {
    return console
        .screen("attribution/erase.jte", "Erase " + userId)
        .under("Attribution", CreditConsole.PATH)
        .under("People", PeopleConsole.PATH)
        .under(userId, Address.of(PeopleConsole.PATH, "user_id", userId))
        .with("userId", userId)
        .with(form);
  }
}
