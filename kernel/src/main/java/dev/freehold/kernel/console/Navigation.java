package dev.freehold.kernel.console;

import dev.freehold.kernel.Caller;
import java.util.List;

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

  Navigation visibleTo(Caller caller) {
    return new Navigation(
        label, order, items.stream().filter(item -> caller.may(item.permission())).toList());
  }
}
