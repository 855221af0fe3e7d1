package dev.freehold.accounts.members;

import dev.freehold.accounts.Role;
import dev.freehold.accounts.roles.CustomRole;
import dev.freehold.accounts.roles.CustomRoles;
import dev.freehold.accounts.sessions.Reauthenticated;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Public;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.console.Console;
import dev.freehold.kernel.console.Form;
import dev.freehold.kernel.console.Navigation;
import dev.freehold.kernel.console.Screen;
import dev.freehold.kernel.error.ApiException;
import dev.freehold.kernel.error.KernelError;
import dev.freehold.kernel.error.Unauthenticated;
import dev.freehold.kernel.http.IfMatch;
import dev.freehold.kernel.http.PageRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/** The people of the tenant as pages. */
@Controller
class MembersConsole {

  static final String PATH = "/console/members";

  private static final String LEAVE = PATH + "/leave";
  private static final String WRITE = "accounts.members:write";

  private final Console console;
  private final Members members;
  private final RoleLimit limit;
  private final CustomRoles roles;

  MembersConsole(Console console, Members members, RoleLimit limit, CustomRoles roles) {
    this.console = console;
    this.members = members;
    this.limit = limit;
    this.roles = roles;
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
        .with("mayWrite", caller.may(WRITE))
        .with("next", found.nextCursor());
  }

  @GetMapping(PATH + "/{id}")
  @Requires(WRITE)
  View show(Caller caller, @PathVariable UUID id) {
    return page(caller, members.get(caller, id), Form.empty());
  }

  @PostMapping(PATH + "/{id}")
  @Requires(WRITE)
  View changeRole(Caller caller, @PathVariable UUID id, HttpServletRequest request) {
    return act(
        caller, id, request, "The role was changed.", () -> give(caller, id, Form.of(request)));
  }

  /** The field names a built-in role, or the id of one of the tenant's own. */
  private Member give(Caller caller, UUID id, Form form) {
    for (var role : customRoles(caller)) {
      if (form.value("role").equals(role.id().toString())) {
        return members.giveCustomRole(caller, id, role.id(), IfMatch.ANY);
      }
    }
    return members.changeRole(caller, id, RoleNames.chosen(form), IfMatch.ANY);
  }

  private List<CustomRole> customRoles(Caller caller) {
    return roles.list(caller, PageRequest.first(PageRequest.MAX_LIMIT)).rows();
  }

  @PostMapping(PATH + "/{id}/suspension")
  @Requires(WRITE)
  View suspend(Caller caller, @PathVariable UUID id, HttpServletRequest request) {
    return act(caller, id, request, "They are kept out now.", () -> members.suspend(caller, id));
  }

  @PostMapping(PATH + "/{id}/resumption")
  @Requires(WRITE)
  View resume(Caller caller, @PathVariable UUID id, HttpServletRequest request) {
    return act(caller, id, request, "They may come in again.", () -> members.resume(caller, id));
  }

  private View act(Caller caller, UUID id, HttpServletRequest request, String done, Runnable act) {
    var member = members.get(caller, id);
    try {
      act.run();
    } catch (ApiException e) {
      return page(caller, member, Form.of(request).refused(e));
    }
    return console.moveOn(PATH, member.name() + ": " + done);
  }

  @GetMapping(PATH + "/{id}/removal")
  @Requires(WRITE)
  View confirmRemoval(Caller caller, @PathVariable UUID id) {
    return confirmation("accounts/member-remove.jte", "Remove ", caller, id, Form.empty());
  }

  @PostMapping(PATH + "/{id}/removal")
  @Requires(WRITE)
  View remove(Caller caller, @PathVariable UUID id, HttpServletRequest request) {
    var member = members.get(caller, id);
    var form = Form.of(request);
    try {
      if (form.confirms(member.email())) {
        members.remove(caller, id);
        return console.moveOn(PATH, member.name() + " is no member any more.");
      }
      form = form.unconfirmed();
    } catch (ApiException e) {
      form = form.refused(e);
    }
    return confirmation("accounts/member-remove.jte", "Remove ", caller, id, form);
  }

  @GetMapping(PATH + "/{id}/ownership")
  @Requires(WRITE)
  @Reauthenticated
  View confirmTransfer(Caller caller, @PathVariable UUID id) {
    return confirmation("accounts/member-owner.jte", "Hand over to ", caller, id, Form.empty());
  }

  @PostMapping(PATH + "/{id}/ownership")
  @Requires(WRITE)
  @Reauthenticated
  View transfer(Caller caller, @PathVariable UUID id, HttpServletRequest request) {
    var member = members.get(caller, id);
    var form = Form.of(request);
    try {
      if (form.confirms(member.email())) {
        members.transferOwnership(caller, id);
        return console.moveOn(PATH, member.name() + " is the owner now, and you are an admin.");
      }
      form = form.unconfirmed();
    } catch (ApiException e) {
      form = form.refused(e);
    }
    return confirmation("accounts/member-owner.jte", "Hand over to ", caller, id, form);
  }

  @GetMapping(LEAVE)
  @Public("Everybody may leave, whatever their role.")
  View confirmLeaving(@Nullable Caller caller) {
    signedIn(caller);
    return leaving(Form.empty());
  }

  @PostMapping(LEAVE)
  @Public("Everybody may leave, whatever their role.")
  View leave(@Nullable Caller caller, HttpServletRequest request) {
    var form = Form.of(request);
    if (!form.confirms("leave")) {
      return leaving(form.unconfirmed());
    }
    try {
      members.leave(signedIn(caller));
    } catch (ApiException e) {
      return leaving(form.refused(e));
    }
    return console.moveOn("/login");
  }

  private View leaving(Form form) {
    return under("accounts/member-leave.jte", "Leave this organisation").with(form);
  }

  private View page(Caller caller, Member member, Form form) {
    return under("accounts/member.jte", member.name())
        .with("member", member)
        .with("roles", RoleNames.options(limit.within(caller), customRoles(caller)))
        .with("within", limit.reaches(caller, member.role()))
        .with("mayHandOver", limit.reaches(caller, Role.OWNER) && !isSelf(caller, member))
        .with(form);
  }

  private static boolean isSelf(Caller caller, Member member) {
    return member.userId().equals(caller.actor().id());
  }

  private View confirmation(String template, String title, Caller caller, UUID id, Form form) {
    var member = members.get(caller, id);
    return under(template, title + member.name()).with("member", member).with(form);
  }

  private Screen under(String template, String title) {
    return console.screen(template, title).under("Members", PATH);
  }

  private static Caller signedIn(@Nullable Caller caller) {
    if (caller == null) {
      throw new Unauthenticated(KernelError.UNAUTHENTICATED, "Your session has ended.");
    }
    return caller;
  }
}
