package dev.freehold.accounts.invitations;

import dev.freehold.accounts.members.RoleLimit;
import dev.freehold.accounts.members.RoleNames;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.console.Console;
import dev.freehold.kernel.console.Form;
import dev.freehold.kernel.console.Navigation;
import dev.freehold.kernel.error.ApiException;
import dev.freehold.kernel.http.PageRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/** Invitations as pages: who was asked in, and how it stands. */
@Controller
class InvitationsConsole {

  static final String PATH = "/console/invitations";

  private static final String WRITE = "accounts.members:write";

  private final Console console;
  private final Invitations invitations;
  private final EmailDomains domains;
  private final RoleLimit limit;
  private final Clock clock;

  InvitationsConsole(
      Console console,
      Invitations invitations,
      EmailDomains domains,
      RoleLimit limit,
      Clock clock) {
    this.console = console;
    this.invitations = invitations;
    this.domains = domains;
    this.limit = limit;
    this.clock = clock;
  }

  @Bean
  static Navigation invitationsNavigation() {
    return Navigation.of("Organisation", 100, new Navigation.Item("Invitations", PATH, WRITE));
  }

  @GetMapping(PATH)
  @Requires(WRITE)
  View list(Caller caller, PageRequest page) {
    return list(caller, page, Form.empty());
  }

  private View list(Caller caller, PageRequest page, Form form) {
    var found = invitations.list(caller, page);
    return console
        .screen("accounts/invitations.jte", "Invitations")
        .with("invitations", found.rows())
        .with("now", clock.instant())
        .with("domains", String.join(" ", domains.get(caller).domains()))
        .with("maySetDomains", caller.may("accounts.tenant:write"))
        .with("next", found.nextCursor())
        .with(form);
  }

  @GetMapping(PATH + "/new")
  @Requires(WRITE)
  View blank(Caller caller) {
    return form(caller, Form.empty());
  }

  /** Without a mail server it answers with the link itself, which is shown only now. */
  @PostMapping(PATH)
  @Requires(WRITE)
  View create(Caller caller, HttpServletRequest request) {
    var form = Form.of(request);
    try {
      return made(invitations.create(caller, form.value("email").strip(), RoleNames.chosen(form)));
    } catch (ApiException e) {
      return form(caller, form.refused(e));
    }
  }

  @PostMapping(PATH + "/{id}/mails")
  @Requires(WRITE)
  View resend(Caller caller, @PathVariable UUID id) {
    return made(invitations.resend(caller, id));
  }

  @PostMapping(PATH + "/{id}/revocation")
  @Requires(WRITE)
  View revoke(Caller caller, @PathVariable UUID id) {
    var revoked = invitations.revoke(caller, id);
    return console.moveOn(PATH, "The link sent to " + revoked.email() + " opens nothing any more.");
  }

  @PostMapping(PATH + "/email-domains")
  @Requires("accounts.tenant:write")
  View setDomains(Caller caller, PageRequest page, HttpServletRequest request) {
    var form = Form.of(request);
    try {
      domains.set(
          caller,
          Stream.of(form.value("domains").split("[\\s,]+", -1))
              .filter(domain -> !domain.isEmpty())
              .toList());
    } catch (ApiException e) {
      return list(caller, page, form.refused(e));
    }
    return console.moveOn(PATH, "The allowed domains were saved.");
  }

  private View made(NewInvitation made) {
    var invitation = made.invitation();
    return made.link() == null
        ? console.moveOn(PATH, "An invitation is on its way to " + invitation.email() + ".")
        : console
            .screen("accounts/invitation-made.jte", "Invitation of " + invitation.email())
            .under("Invitations", PATH)
            .with("invitation", invitation)
            .with("link", made.link());
  }

  private View form(Caller caller, Form form) {
    return console
        .screen("accounts/invitation.jte", "Invite somebody")
        .under("Invitations", PATH)
        .with("roles", limit.within(caller))
        .with(form);
  }
}
