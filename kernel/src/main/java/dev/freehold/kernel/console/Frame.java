package dev.freehold.kernel.console;

import dev.freehold.kernel.Impersonation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands around a page's content.
 *
 * @param viewer null on pages for people who are not signed in
 * @param brand whose page it is to people who are not signed in; null on the installation's own
 * @param path the request's path, by which the navigation knows where it is
 * @param impersonation who really looks at the page, if they act as the viewer
 * @param done what the request before this one achieved, said once
 */
public record Frame(
    String title,
    List<Crumb> crumbs,
    List<Navigation> navigation,
    @Nullable Viewer viewer,
    @Nullable Brand brand,
    String path,
    Csrf csrf,
    @Nullable String done,
    String find,
    Assets assets,
    @Nullable Impersonation impersonation) {

  /** Whether the link leads to this page or to one that holds it. */
  public boolean isCurrent(String href) {
    return href.equals(longestMatch());
  }

  private String longestMatch() {
    var best = "";
    for (var section : navigation) {
      for (var item : section.items()) {
        if ((path + "/").startsWith(item.href() + "/") && item.href().length() > best.length()) {
          best = item.href();
        }
      }
    }
    return best;
  }

  /** The colour of the tenant whose page it is, if it set one. */
  public @Nullable String accent() {
    if (viewer != null) {
      return viewer.accent();
    }
    return brand == null ? null : brand.accent();
  }

  /** The first letter of a name, for its mark. */
  public static String initial(String name) {
    return name.isBlank()
        ? "?"
        : Character.toString(Character.toUpperCase(name.strip().codePointAt(0)));
  }
}
