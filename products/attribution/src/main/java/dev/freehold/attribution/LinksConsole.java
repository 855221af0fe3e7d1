package dev.freehold.attribution;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.KernelSettings;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.console.Address;
import dev.freehold.kernel.console.Console;
import dev.freehold.kernel.console.Form;
import dev.freehold.kernel.error.ApiException;
import dev.freehold.kernel.http.Page;
import dev.freehold.kernel.http.PageRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** Tracking links as pages: listed, made, archived and taken back. */
@Controller
class LinksConsole {

  static final String PATH = "/console/attribution/links";

  private final Console console;
  private final Links links;
  private final AppChoices choices;
  private final String url;

  LinksConsole(Console console, Links links, AppChoices choices, KernelSettings settings) {
    this.console = console;
    this.links = links;
    this.choices = choices;
    this.url = settings.url();
  }

  @GetMapping(PATH)
  @Requires("attribution.links:read")
  View list(Caller caller, @RequestParam(required = false) @Nullable UUID app, PageRequest page) {
    var choice = choices.choose(caller, app);
    var found =
        choice.app() == null
            ? new Page<Link>(List.of(), null)
            : links.list(caller, choice.app().id(), page);
    return console
        .screen("attribution/links.jte", "Links")
        .under("Attribution", CreditConsole.PATH)
        .with("apps", choice.names())
        .with("app", choice.id())
        .with("links", found.rows())
        .with("mayWrite", caller.may("attribution.links:write"))
        .with("url", url)
        .with("next", found.nextCursor());
  }

  @GetMapping(PATH + "/new")
  @Requires("attribution.links:write")
  View blank(Caller caller, @RequestParam(required = false) @Nullable UUID app) {
    return form(choices.choose(caller, app), Form.empty());
  }

  @PostMapping(PATH)
  @Requires("attribution.links:write")
  View create(Caller caller, @RequestParam UUID app, HttpServletRequest request) {
    var choice = choices.choose(caller, app);
    var form = Form.of(request);
    try {
      var link = links.create(caller, console.checked(draft(app, form)));
      return console.moveOn(
          Address.of(PATH, "app", app.toString()),
          "The link " + link.name() + " works. Copy its address and publish it.");
    } catch (ApiException e) {
      return form(choice, form.refused(e));
    }
  }

  @PostMapping(PATH + "/{id}/archive")
  @Requires("attribution.links:write")
  View archive(Caller caller, @PathVariable UUID id) {
    var link = links.archive(caller, id);
    return console.moveOn(
        Address.of(PATH, "app", link.appId().toString()),
        "The link " + link.name() + " leads nowhere now. It can be restored.");
  }

  @PostMapping(PATH + "/{id}/restore")
  @Requires("attribution.links:write")
  View restore(Caller caller, @PathVariable UUID id) {
    var link = links.restore(caller, id);
    return console.moveOn(
        Address.of(PATH, "app", link.appId().toString()),
        "The link " + link.name() + " works again.");
  }

  private View form(AppChoices.Choice choice, Form form) {
    return console
        .screen("attribution/link.jte", "New link")
        .under("Attribution", CreditConsole.PATH)
        .under("Links", Address.of(PATH, "app", choice.id()))
        .with("apps", choice.names())
        .with("app", choice.id())
        .with(form);
  }

  private static LinkDraft draft(UUID app, Form form) {
    return new LinkDraft(
        app,
        form.value("name").strip(),
        form.value("destination").strip(),
        form.value("channel").strip(),
        form.value("campaign").strip(),
        optional(form.value("ad_group")),
        optional(form.value("creative")));
  }

  private static @Nullable String optional(String text) {
    return text.isBlank() ? null : text.strip();
  }
}
