package dev.freehold.kernel.console;

import dev.freehold.kernel.Caller;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;

/**
 * What one module adds to the navigation, as a bean.
 *
 * @param order products first (below 100), the tenant's own settings last
 */
public record Navigation(String label, int order, List<Item> items) {

  /** A link, shown only to those who hold the permission. */
  public record Item(String label, String href, String permission) {}

  public static Navigation of(String label, int order, Item... items) {
    return new Navigation(label, order, List.of(items));
  }

  /** The sections in order; those of several modules with the same label become one. */
  static List<Navigation> inOrder(List<Navigation> sections) {
    var byLabel = new LinkedHashMap<String, Navigation>();
    sections.stream()
        .sorted(Comparator.comparing(Navigation::order).thenComparing(Navigation::label))
        .forEach(section -> byLabel.merge(section.label(), section, Navigation::and));
    return List.copyOf(byLabel.values());
  }

  private Navigation and(Navigation other) {
    return new Navigation(
        label, order, Stream.concat(items.stream(), other.items.stream()).toList());
  }

  Navigation visibleTo(Caller caller) {
    return new Navigation(
        label, order, items.stream().filter(item -> caller.may(item.permission())).toList());
  }
}
