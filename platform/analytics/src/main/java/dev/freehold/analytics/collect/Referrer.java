package dev.freehold.analytics.collect;

import org.jspecify.annotations.Nullable;

/**
 * The page before.
 *
 * @param host its host; null if there was none, or if it is of the same site
 * @param isOwn whether the person was on the same site before
 */
record Referrer(@Nullable String host, boolean isOwn) {

  static final Referrer NONE = new Referrer(null, false);

  static Referrer of(@Nullable String referrer, PageAddress page) {
    var host = referrer == null ? null : PageAddress.hostOf(referrer);
    if (host == null) {
      return NONE;
    }
    return host.equals(page.host()) ? new Referrer(null, true) : new Referrer(host, false);
  }
}
