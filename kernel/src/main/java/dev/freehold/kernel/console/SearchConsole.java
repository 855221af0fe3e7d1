package dev.freehold.kernel.console;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Public;
import dev.freehold.kernel.error.KernelError;
import dev.freehold.kernel.error.Unauthenticated;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** The search on top of every page: pages by their name, and what the modules find. */
@Controller
class SearchConsole {

  private static final int MAX_LENGTH = 200;
  private static final int MAX_HITS_PER_SOURCE = 20;

  private final Console console;
  private final List<SearchSource> sources;

  SearchConsole(Console console, List<SearchSource> sources) {
    this.console = console;
    this.sources = sources;
  }

  @GetMapping("/console/search")
  @Public("It finds only what the member may see, and nothing for anybody else.")
  View search(@Nullable Caller caller, @RequestParam(defaultValue = "") String q) {
    if (caller == null) {
      throw new Unauthenticated(KernelError.UNAUTHENTICATED, "Search needs you to log in.");
    }
    var text = q.strip();
    var hits = new ArrayList<SearchSource.Hit>();
    if (!text.isEmpty() && text.length() <= MAX_LENGTH) {
      hits.addAll(pages(caller, text));
      sources.forEach(source -> hits.addAll(source.search(caller, text, MAX_HITS_PER_SOURCE)));
    }
    return console.screen("shell/search.jte", "Search").with("hits", hits);
  }

  private List<SearchSource.Hit> pages(Caller caller, String text) {
    var wanted = text.toLowerCase(Locale.ROOT);
    return console.navigation(caller).stream()
        .flatMap(
            section ->
                section.items().stream()
                    .filter(item -> item.label().toLowerCase(Locale.ROOT).contains(wanted))
                    .map(
                        item ->
                            new SearchSource.Hit(
                                item.label(), section.label(), "Page", item.href())))
        .toList();
  }
}
