package dev.freehold.accounts.settings;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.console.Console;
import dev.freehold.kernel.console.Form;
import dev.freehold.kernel.console.Navigation;
import dev.freehold.kernel.error.ApiException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/** The installation's settings as a page. */
@Controller
class SystemSettingsConsole {

  static final String PATH = "/console/operator/settings";

  private static final String TITLE = "Settings";

  private final Console console;
  private final SystemSettings settings;

  SystemSettingsConsole(Console console, SystemSettings settings) {
    this.console = console;
    this.settings = settings;
  }

  @Bean
  static Navigation systemSettingsNavigation() {
    return Navigation.of(
        "Operator", 201, new Navigation.Item(TITLE, PATH, SettingsConfiguration.OPERATE));
  }

  @GetMapping(PATH)
  @Requires(SettingsConfiguration.OPERATE)
  View show(Caller caller) {
    var values = new HashMap<String, String>();
    settings.list(caller).forEach(one -> values.put(one.name(), one.value()));
    return page(caller, Form.of(values));
  }

  @PostMapping(PATH)
  @Requires(SettingsConfiguration.OPERATE)
  View change(Caller caller, HttpServletRequest request) {
    var form = Form.of(request);
    var values = new EnumMap<SettingName, String>(SettingName.class);
    for (var name : SettingName.values()) {
      values.put(name, form.value(name.wireName()).strip());
    }
    try {
      settings.change(caller, values);
    } catch (ApiException e) {
      return page(caller, form.refused(e));
    }
    return console.moveOn(PATH, "The settings hold now.");
  }

  private View page(Caller caller, Form form) {
    var labels = new LinkedHashMap<String, String>();
    for (var name : SettingName.values()) {
      labels.put(name.wireName(), name.label());
    }
    return console
        .screen("accounts/system-settings.jte", TITLE)
        .with("labels", labels)
        .with("history", settings.history(caller))
        .with("closed", settings.isMaintenance())
        .with(form);
  }
}
