package dev.freehold.attribution;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.http.PageRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The choice of the app on top of a page. */
@Component
class AppChoices {

  private static final int MAX_APPS = 1_000;

  /**
   * The apps by id and name, and the one that the page is about.
   *
   * @param app null if the tenant has no app yet
   */
  record Choice(Map<String, String> names, @Nullable App app) {

    String id() {
      return app == null ? "" : app.id().toString();
    }
  }

  private final Apps apps;

  AppChoices(Apps apps) {
    this.apps = apps;
  }

  /**
   * The wanted app, or else the newest that is in use.
   *
   * @throws dev.freehold.kernel.error.NotFound if the wanted app is not the caller's
   */
  Choice choose(Caller caller, @Nullable UUID wanted) {
    var all = apps.list(caller, PageRequest.first(MAX_APPS)).rows();
    var names = new LinkedHashMap<String, String>();
    for (var app : all) {
      if (!app.isArchived() || app.id().equals(wanted)) {
        names.put(app.id().toString(), app.name());
      }
    }
    if (wanted != null) {
      return new Choice(names, apps.get(caller, wanted));
    }
    return new Choice(
        names, all.stream().filter(app -> !app.isArchived()).findFirst().orElse(null));
  }
}
