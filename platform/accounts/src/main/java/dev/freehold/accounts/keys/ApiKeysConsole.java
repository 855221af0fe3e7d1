package dev.freehold.accounts.keys;

import dev.freehold.accounts.access.GrantablePermissions;
import dev.freehold.accounts.projects.ProjectChoices;
import dev.freehold.accounts.sessions.Reauthenticated;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.console.Console;
import dev.freehold.kernel.console.Form;
import dev.freehold.kernel.console.Navigation;
import dev.freehold.kernel.console.Screen;
import dev.freehold.kernel.error.ApiException;
import dev.freehold.kernel.error.Conflict;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.http.PageRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/** API keys as pages: listed, made, rolled, revoked. */
@Controller
class ApiKeysConsole {

  static final String PATH = "/console/keys";

  private static final int MAX_NAME = 255;

  private final Console console;
  private final ApiKeys keys;
  private final GrantablePermissions grantable;
  private final ProjectChoices projects;
  private final Clock clock;

  ApiKeysConsole(
      Console console,
      ApiKeys keys,
      GrantablePermissions grantable,
      ProjectChoices projects,
      Clock clock) {
    this.console = console;
    this.keys = keys;
    this.grantable = grantable;
    this.projects = projects;
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
  View blank(Caller caller, HttpServletRequest request) {
    return form(caller, Form.of(request));
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
      return made(keys.create(caller, draft(form, name, scopes)));
    } catch (ApiException e) {
      return form(caller, form.refused(e));
    }
  }

  private KeyDraft draft(Form form, String name, List<String> scopes) {
    return new KeyDraft(
        name,
        form.value("mode").equals("test") ? KeyMode.TEST : KeyMode.LIVE,
        scopes,
        expiry(form.value("expires_days")),
        Arrays.stream(form.value("allowed_addresses").split("[,\\s]+", -1))
            .filter(range -> !range.isEmpty())
            .toList(),
        ProjectChoices.chosen(form));
  }

  private View made(NewApiKey key) {
    return under("accounts/key-made.jte", key.name()).with("key", key);
  }

  @GetMapping(PATH + "/{id}")
  @Requires("accounts.api_keys:read")
  View show(Caller caller, @PathVariable UUID id) {
    var key = keys.get(caller, id);
    return under("accounts/key-shown.jte", key.name())
        .with("key", key)
        .with("project", projects.nameOf(caller, key.projectId()))
        .with("ended", hasEnded(key))
        .with("mayWrite", caller.may("accounts.api_keys:write"));
  }

  @GetMapping(PATH + "/{id}/roll")
  @Requires("accounts.api_keys:write")
  @Reauthenticated
  View rollForm(Caller caller, @PathVariable UUID id) {
    return rolling(keys.get(caller, id), Form.empty());
  }

  /** Answers with the new key, as it is shown only now. */
  @PostMapping(PATH + "/{id}/roll")
  @Requires("accounts.api_keys:write")
  @Reauthenticated
  View roll(Caller caller, @PathVariable UUID id, HttpServletRequest request) {
    var form = Form.of(request);
    try {
      return made(
          keys.roll(
              caller,
              id,
              KeyLifetimes.overlap(form.value("overlap")),
              expiry(form.value("expires_days"))));
    } catch (Invalid | Conflict e) {
      return rolling(keys.get(caller, id), form.refused(e));
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
    var reason = form.value("reason").strip();
    keys.revoke(
        caller,
        id,
        reason.isEmpty() ? null : reason.substring(0, Math.min(MAX_NAME, reason.length())));
    return console.moveOn(PATH, "The key " + key.name() + " works no more.");
  }

  private View form(Caller caller, Form form) {
    return under("accounts/key.jte", "New API key")
        .with("permissions", grantable.of(caller))
        .with("projects", projects.of(caller))
        .with(form);
  }

  private View rolling(ApiKey key, Form form) {
    return under("accounts/key-roll.jte", "Roll " + key.name()).with("key", key).with(form);
  }

  private boolean hasEnded(ApiKey key) {
    return key.revokedAt() != null
        || key.expiresAt() != null && !key.expiresAt().isAfter(clock.instant());
  }

  private View confirmation(ApiKey key, Form form) {
    return under("accounts/key-revoke.jte", "Revoke " + key.name()).with("key", key).with(form);
  }

  private Screen under(String template, String title) {
    return console.screen(template, title).under("API keys", PATH);
  }

  private @Nullable Instant expiry(String days) {
    return switch (days) {
      case "30", "90", "365" -> clock.instant().plus(Duration.ofDays(Long.parseLong(days)));
      default -> null;
    };
  }
}
