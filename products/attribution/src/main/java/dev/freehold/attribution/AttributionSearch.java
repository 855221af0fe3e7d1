package dev.freehold.attribution;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.batch.RowText;
import dev.freehold.kernel.console.Address;
import dev.freehold.kernel.console.SearchSource;
import dev.freehold.kernel.http.PageRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** Finds apps and links among the newest by a part of their names, and people by their whole id. */
@Component
class AttributionSearch implements SearchSource {

  private static final PageRequest NEWEST = PageRequest.first(PageRequest.MAX_LIMIT);

  private final Apps apps;
  private final Links links;

  AttributionSearch(Apps apps, Links links) {
    this.apps = apps;
    this.links = links;
  }

  @Override
  public List<Hit> search(Caller caller, String text, int limit) {
    var wanted = text.toLowerCase(Locale.ROOT);
    var hits = new ArrayList<Hit>();
    if (caller.may("attribution.apps:read")) {
      apps.list(caller, NEWEST).rows().stream()
          .filter(app -> contains(app.name(), wanted))
          .limit(limit)
          .forEach(app -> hits.add(hit(app)));
    }
    if (caller.may("attribution.links:read")) {
      links.list(caller, null, NEWEST).rows().stream()
          .filter(link -> contains(link.name(), wanted) || contains(link.campaign(), wanted))
          .limit(limit)
          .forEach(link -> hits.add(hit(link)));
    }
    if (caller.may("attribution.events:read") && RowText.isText(text, EventRules.MAX_USER_ID)) {
      hits.add(
          new Hit(
              text,
              "Look for a person with this id",
              "Person",
              Address.of(PeopleConsole.PATH, "user_id", text)));
    }
    return hits;
  }

  private static Hit hit(App app) {
    return new Hit(
        app.name(), "", "App", Address.of(CreditConsole.PATH, "app", app.id().toString()));
  }

  private static Hit hit(Link link) {
    return new Hit(
        link.name(),
        link.channel() + " · " + link.campaign(),
        "Link",
        Address.of(LinksConsole.PATH, "app", link.appId().toString()));
  }

  private static boolean contains(String name, String wanted) {
    return name.toLowerCase(Locale.ROOT).contains(wanted);
  }
}
