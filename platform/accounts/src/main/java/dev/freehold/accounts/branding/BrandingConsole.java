package dev.freehold.accounts.branding;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Identified;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.console.Console;
import dev.freehold.kernel.console.Form;
import dev.freehold.kernel.console.Navigation;
import dev.freehold.kernel.error.ApiException;
import dev.freehold.kernel.http.IfMatch;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.View;

/** A tenant's settings, colour and logo as a page; and the logo in the frame of every page. */
@Controller
class BrandingConsole {

  static final String PATH = "/console/branding";

  private static final String WRITE = "accounts.tenant:write";

  private final Console console;
  private final Branding branding;

  BrandingConsole(Console console, Branding branding) {
    this.console = console;
    this.branding = branding;
  }

  @Bean
  static Navigation brandingNavigation() {
    return Navigation.of("Organisation", 103, new Navigation.Item("Branding", PATH, WRITE));
  }

  @GetMapping(PATH)
  @Requires(WRITE)
  View show(Caller caller) {
    var settings = branding.get(caller);
    return page(settings, form(settings));
  }

  @PostMapping(PATH)
  @Requires(WRITE)
  View update(Caller caller, HttpServletRequest request) {
    var form = Form.of(request);
    try {
      branding.update(
          caller,
          new TenantSettingsChange(
              form.value("time_zone"),
              form.value("locale"),
              form.value("support_address"),
              form.value("colour")),
          IfMatch.ANY);
      return console.moveOn(PATH, "The settings were changed.");
    } catch (ApiException e) {
      return page(branding.get(caller), form.refused(e));
    }
  }

  @PostMapping(PATH + "/logo")
  @Requires(WRITE)
  View setLogo(Caller caller, @RequestParam(required = false) @Nullable MultipartFile image)
      throws IOException {
    var settings = branding.get(caller);
    if (image == null || image.isEmpty()) {
      return page(settings, form(settings).refused("image", "must be chosen first"));
    }
    try {
      branding.setLogo(caller, image.getBytes());
      return console.moveOn(PATH, "The logo is on every page from now on.");
    } catch (ApiException e) {
      return page(settings, form(settings).refused(e));
    }
  }

  @PostMapping(PATH + "/logo/removal")
  @Requires(WRITE)
  View removeLogo(Caller caller) {
    branding.removeLogo(caller);
    return console.moveOn(PATH, "The logo is gone.");
  }

  @GetMapping("/console/logo")
  @Identified("Everybody who works in the tenant sees its logo on every page.")
  ResponseEntity<byte[]> logo(Caller caller) {
    return branding
        .findLogo(caller)
        .map(LogoAnswer::of)
        .orElseGet(() -> ResponseEntity.notFound().build());
  }

  private static Form form(TenantSettings settings) {
    var values = new HashMap<String, String>();
    values.put("time_zone", settings.timeZone());
    values.put("locale", settings.locale());
    values.put(
        "support_address", settings.supportAddress() == null ? "" : settings.supportAddress());
    values.put("colour", settings.colour() == null ? "" : settings.colour());
    return Form.of(values);
  }

  private View page(TenantSettings settings, Form form) {
    return console
        .screen("accounts/branding.jte", "Branding")
        .with("settings", settings)
        .with(form);
  }
}
