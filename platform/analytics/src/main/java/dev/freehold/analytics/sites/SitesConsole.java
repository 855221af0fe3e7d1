package dev.freehold.analytics.sites;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.KernelSettings;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.console.Console;
import dev.freehold.kernel.console.Form;
import dev.freehold.kernel.console.Navigation;
import dev.freehold.kernel.error.ApiException;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.http.IfMatch;
import dev.freehold.kernel.http.PageRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/** Sites as pages: listed with the snippet to copy, made, changed, archived and taken back. */
@Controller
class SitesConsole {

  static final String PATH = "/console/analytics/sites";

  private static final String TITLE = "Sites";

  private final Console console;
  private final Sites sites;
  private final String url;

  SitesConsole(Console console, Sites sites, KernelSettings settings) {
    this.console = console;
    this.sites = sites;
    this.url = settings.url();
  }

  @Bean
  static Navigation sitesNavigation() {
    return Navigation.of("Data", 110, new Navigation.Item(TITLE, PATH, "analytics.sites:read"));
  }

  @GetMapping(PATH)
  @Requires("analytics.sites:read")
  View list(Caller caller, PageRequest page) {
    var found = sites.list(caller, page);
    return console
        .screen("analytics/sites.jte", TITLE)
        .with("sites", found.rows())
        .with("mayWrite", caller.may("analytics.sites:write"))
        .with("curl", curl())
        .with("next", found.nextCursor());
  }

  @GetMapping(PATH + "/new")
  @Requires("analytics.sites:write")
  View blank() {
    return form(null, Form.empty());
  }

  @PostMapping(PATH)
  @Requires("analytics.sites:write")
  View create(Caller caller, HttpServletRequest request) {
    var form = Form.of(request);
    try {
      var draft = new SiteDraft(form.value("name").strip(), origins(form));
      var site = sites.create(caller, console.checked(draft));
      return console.moveOn(
          PATH, "The site " + site.name() + " is there. Copy its snippet into your pages.");
    } catch (ApiException e) {
      return form(null, form.refused(e));
    }
  }

  @GetMapping(PATH + "/{id}")
  @Requires("analytics.sites:write")
  View edit(Caller caller, @PathVariable UUID id) {
    var site = sites.get(caller, id);
    return form(
        site,
        Form.of(
            Map.of(
                "name",
                site.name(),
                "origins",
                String.join(" ", site.origins()),
                "version",
                String.valueOf(site.version()))));
  }

  @PostMapping(PATH + "/{id}")
  @Requires("analytics.sites:write")
  View update(Caller caller, @PathVariable UUID id, HttpServletRequest request) {
    var site = sites.get(caller, id);
    var form = Form.of(request);
    try {
      var change = new SiteChange(form.value("name").strip(), origins(form));
      sites.update(caller, id, console.checked(change), new IfMatch(version(form)));
      return console.moveOn(PATH, "The site " + form.value("name").strip() + " was changed.");
    } catch (ApiException e) {
      return form(site, form.refused(e));
    }
  }

  @PostMapping(PATH + "/{id}/archive")
  @Requires("analytics.sites:write")
  View archive(Caller caller, @PathVariable UUID id) {
    var site = sites.archive(caller, id);
    return console.moveOn(
        PATH, "Events of the site " + site.name() + " are taken no more. It can be restored.");
  }

  @PostMapping(PATH + "/{id}/restore")
  @Requires("analytics.sites:write")
  View restore(Caller caller, @PathVariable UUID id) {
    var site = sites.restore(caller, id);
    return console.moveOn(PATH, "Events of the site " + site.name() + " are taken again.");
  }

  private View form(@Nullable Site site, Form form) {
    var screen =
        console
            .screen("analytics/site.jte", site == null ? "New site" : site.name())
            .under(TITLE, PATH)
            .with(form);
    return site == null ? screen : screen.with("site", site);
  }

  private static List<String> origins(Form form) {
    return Arrays.stream(form.value("origins").split("[\\s,]+", -1))
        .filter(origin -> !origin.isEmpty())
        .toList();
  }

  private static long version(Form form) {
    try {
      return Long.parseLong(form.value("version"));
    } catch (NumberFormatException e) {
      throw Invalid.field("version", "is missing; open the page again");
    }
  }

  private String curl() {
    return """
        curl %s/v1/analytics/sites \\
          -H "Authorization: Bearer $KEY" -H "Content-Type: application/json" \\
          -d '{"name": "Shop", "origins": ["https://shop.example"]}'"""
        .formatted(url);
  }
}
