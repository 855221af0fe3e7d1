package dev.freehold.attribution;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.http.PageRequest;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
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
  private final Events events;

  AppChoices(Apps apps, Events events) {
    this.apps = apps;
    this.events = events;
  }

  /**
   * The wanted app, or else the busiest of those in use, the newest if nothing happened lately.
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
      return new Choice(
          names,
          all.stream()
              .filter(app -> app.id().equals(wanted))
              .findFirst()
              .orElseGet(() -> apps.get(caller, wanted)));
    }
    var inUse = all.stream().filter(app -> !app.isArchived()).toList();
    if (inUse.size() < 2) {
      return new Choice(names, inUse.isEmpty() ? null : inUse.getFirst());
    }
    var busiest = events.busiestApps(caller);
    return new Choice(
        names,
        inUse.stream().min(Comparator.comparing(app -> place(busiest, app.id()))).orElseThrow());
  }

  private static int place(List<UUID> order, UUID app) {
    int place = order.indexOf(app);
    return place < 0 ? Integer.MAX_VALUE : place;
  }
}
