package dev.freehold.accounts.keys;

import dev.freehold.accounts.Role;
import dev.freehold.accounts.sessions.Reauthenticated;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Permission;
import dev.freehold.kernel.access.Permissions;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.console.Console;
import dev.freehold.kernel.console.Form;
import dev.freehold.kernel.console.Navigation;
import dev.freehold.kernel.console.Screen;
import dev.freehold.kernel.error.ApiException;
import dev.freehold.kernel.http.PageRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/** API keys as pages: listed, made, revoked. */
@Controller
class ApiKeysConsole {

  static final String PATH = "/console/keys";

  private static final int MAX_NAME = 255;

  private final Console console;
  private final ApiKeys keys;
  private final Permissions permissions;
  private final Clock clock;

  ApiKeysConsole(Console console, ApiKeys keys, Permissions permissions, Clock clock) {
    this.console = console;
    this.keys = keys;
    this.permissions = permissions;
    this.clock = clock;
  }

  @Bean
  static Navigation keysNavigation() {
    return Navigation.of(
        "Organisation", 101, new Navigation.Item("API keys", PATH, "accounts.api_keys:read"));
  }

  @GetMapping(PATH)
  @Requires("accounts.api_keys:read")
  View list(Caller caller, PageRequest page) {
    var found = keys.list(caller, page);
    return console
        .screen("accounts/keys.jte", "API keys")
        .with("keys", found.rows())
        .with("now", clock.instant())
        .with("mayWrite", caller.may("accounts.api_keys:write"))
        .with("next", found.nextCursor());
  }

  @GetMapping(PATH + "/new")
  @Requires("accounts.api_keys:write")
  @Reauthenticated
  View blank(Caller caller) {
    return form(caller, Form.empty());
  }

  /** Answers with the key itself rather than with a redirect: it is shown only now. */
  @PostMapping(PATH)
  @Requires("accounts.api_keys:write")
  @Reauthenticated
  View create(Caller caller, HttpServletRequest request) {
    var form = Form.of(request);
    var name = form.value("name").strip();
    if (name.isEmpty() || name.length() > MAX_NAME) {
      return form(caller, form.refused("name", "must have 1 to " + MAX_NAME + " characters"));
    }
    var scopes = form.values().getOrDefault("scopes", List.of());
    if (scopes.isEmpty()) {
      return form(caller, form.refused("scopes", "must hold at least one permission"));
    }
    try {
      var made = keys.create(caller, name, scopes, expiry(form.value("expires_days")));
      return under("accounts/key-made.jte", name).with("key", made);
    } catch (ApiException e) {
      return form(caller, form.refused(e));
    }
  }

  @GetMapping(PATH + "/{id}/revoke")
  @Requires("accounts.api_keys:write")
  View confirm(Caller caller, @PathVariable UUID id) {
    return confirmation(keys.get(caller, id), Form.empty());
  }

  @PostMapping(PATH + "/{id}/revoke")
  @Requires("accounts.api_keys:write")
  View revoke(Caller caller, @PathVariable UUID id, HttpServletRequest request) {
    var key = keys.get(caller, id);
    var form = Form.of(request);
    if (!form.confirms(key.name())) {
      return confirmation(key, form.unconfirmed());
    }
    keys.revoke(caller, id);
    return console.moveOn(PATH, "The key " + key.name() + " works no more.");
  }

  private View form(Caller caller, Form form) {
    return under("accounts/key.jte", "New API key").with("permissions", held(caller)).with(form);
  }

  private View confirmation(ApiKey key, Form form) {
    return under("accounts/key-revoke.jte", "Revoke " + key.name()).with("key", key).with(form);
  }

  private Screen under(String template, String title) {
    return console.screen(template, title).under("API keys", PATH);
  }

  /** A key can do no more than its maker, so nothing else is offered. */
  private List<Permission> held(Caller caller) {
    var ofKeys = Role.OWNER.permissions(permissions);
    return permissions.all().stream()
        .filter(permission -> ofKeys.contains(permission.name()) && caller.may(permission.name()))
        .toList();
  }

  private @Nullable Instant expiry(String days) {
    return switch (days) {
      case "30", "90", "365" -> clock.instant().plus(Duration.ofDays(Long.parseLong(days)));
      default -> null;
    };
  }
}
